import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parsers} from '../../../parsers/index.js';
import type {TraceParser} from '../../../src/model/parser.js';
import {collectFacts, headOf, sourceFromText} from '../../helpers/record-source.js';

const formats = join(import.meta.dirname, '../../../samples/formats');
/** Fuzzed with tables, archives and maps of their own. */
const ELSEWHERE = new Set(['inspect-eval', 'langgraph-checkpoints', 'mapped']);

function samplesOf({id}: TraceParser): readonly Buffer[] {
  return readdirSync(join(formats, id))
    .filter((name) => /\.(?:jsonl?|log|txt|binpb)$/.test(name))
    .sort()
    .map((name) => readFileSync(join(formats, id, name)));
}

const place = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true});
/** What logs hold by accident: ends of other values, numbers out of range, names that are no data, escapes. */
const splice = fc.constantFrom(
  ...[
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '1e400',
    '-1',
    'NaN',
    '"__proto__"',
    '\u001b[2J',
    ']',
    '}',
    '\n',
    '\0',
    '\xff',
  ],
);
const damage = fc.array(fc.tuple(place, fc.nat({max: 80}), splice), {minLength: 1, maxLength: 4});

function apply(sample: Buffer, edits: readonly (readonly [number, number, string])[]): Buffer {
  let bytes = sample;
  for (const [at, length, text] of edits) {
    const from = Math.floor(at * bytes.length);
    const rest = bytes.subarray(from + length);
    bytes = Buffer.concat([bytes.subarray(0, from), Buffer.from(text, 'latin1'), rest]);
  }
  return bytes;
}

/** STYLE H74. Half of the runs damage a sample; the others are JSON and bytes that nobody made. */
for (const parser of parsers.filter(({id}) => !ELSEWHERE.has(id))) {
  const samples = samplesOf(parser);
  if (samples.length === 0) continue;
  test(`${parser.id}: whatever is in a file is read or refused, and adds up`, async () => {
    const input = fc.oneof(
      {
        weight: 2,
        arbitrary: fc.tuple(fc.constantFrom(...samples), damage).map(([s, e]) => apply(s, e)),
      },
      {weight: 1, arbitrary: fc.json({maxDepth: 4}).map((text) => Buffer.from(text))},
      {weight: 1, arbitrary: fc.uint8Array({maxLength: 400}).map((bytes) => Buffer.from(bytes))},
    );
    await fc.assert(
      fc.asyncProperty(input, async (bytes) => {
        parser.sniff(headOf(sourceFromText(bytes)));
        const {present, read, refused} = await collectFacts(parser, sourceFromText(bytes));
        expect(read + refused).toBe(present);
      }),
      {numRuns: 60, seed: 7},
    );
  });
}
