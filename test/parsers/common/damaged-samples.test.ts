import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parser as anyAgent} from '../../../parsers/any-agent/index.js';
import {parser as mapped} from '../../../parsers/mapped/index.js';
import {proposeMap} from '../../../parsers/mapped/propose/propose-map.js';
import {readMap} from '../../../parsers/mapped/read-map.js';
import {parser as otelSpanDumps} from '../../../parsers/otel-span-dumps/index.js';
import {parser as otlpProto} from '../../../parsers/otlp-proto/index.js';
import {parser as spanTree} from '../../../parsers/span-tree/index.js';
import {parser as whatbrokeJsonl} from '../../../parsers/whatbroke-jsonl/index.js';
import {parser as zipkin} from '../../../parsers/zipkin/index.js';
import {collectFacts, headOf, sourceFromText} from '../../helpers/record-source.js';

const formats = join(import.meta.dirname, '../../../samples/formats');
const RUNS = {numRuns: 60, seed: 7};

function samplesOf(id: string): readonly Buffer[] {
  const folder = join(formats, id);
  const names = readdirSync(folder).filter((name) => /\.(?:jsonl?|binpb)$/.test(name));
  return names.sort().map((name) => readFileSync(join(folder, name)));
}

/** Some bytes of a sample overwritten, a piece taken out, the end cut off. */
function damaged(samples: readonly Buffer[]): fc.Arbitrary<Buffer> {
  const place = fc.double({min: 0, max: 1, maxExcluded: true, noNaN: true});
  return fc
    .tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(place, fc.constantFrom(...Buffer.from('{}[]",:0ae\\\n\0\xff', 'latin1')))),
      fc.tuple(place, place),
      place,
    )
    .map(([sample, edits, [from, length], end]) => {
      const bytes = Buffer.from(sample);
      for (const [at, byte] of edits) bytes[Math.floor(at * bytes.length)] = byte;
      const cut = Math.floor(from * bytes.length);
      const kept = [bytes.subarray(0, cut), bytes.subarray(cut + Math.floor(length * 20))];
      return Buffer.concat(kept).subarray(0, Math.ceil((0.5 + end / 2) * bytes.length));
    });
}

const map = readFileSync(join(formats, 'mapped/chat-log.map.yaml'), 'utf8');

for (const parser of [
  anyAgent,
  mapped,
  otelSpanDumps,
  otlpProto,
  spanTree,
  whatbrokeJsonl,
  zipkin,
]) {
  test(`${parser.id}: damaged samples are read or refused, counted, never thrown`, async () => {
    await fc.assert(
      fc.asyncProperty(damaged(samplesOf(parser.id)), async (bytes) => {
        parser.sniff(headOf(sourceFromText(bytes)));
        const {present, read, refused} = await collectFacts(parser, sourceFromText(bytes), {map});
        expect(read + refused).toBe(present);
      }),
      RUNS,
    );
  });
}

test('any JSON gives a map that can be read, or none', () => {
  const key = fc.constantFrom('id', 'ts', 'parent', 'a.b', '"', '#', ': ', '[', 'type', 'messages');
  const leaf = fc.oneof(fc.string(), fc.constantFrom(1767344401000, 0, true, null, 'tool_call'));
  const record = fc.dictionary(
    fc.oneof(key, fc.string()),
    fc.oneof(leaf, fc.dictionary(key, leaf)),
  );
  fc.assert(
    fc.property(fc.array(record, {minLength: 1}), fc.boolean(), (records, isLines) => {
      const text = isLines
        ? records.map((item) => JSON.stringify(item)).join('\n')
        : JSON.stringify({runs: [{steps: records}]});
      const proposed = proposeMap(headOf(sourceFromText(text)));
      if (proposed !== undefined) readMap(proposed.yaml);
    }),
    {numRuns: 300, seed: 7},
  );
});
