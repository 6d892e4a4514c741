import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {TraceParser} from '../../../parsers/api.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {
  checkSample,
  collectFacts,
  dumpFacts,
  headOf,
  sourceFromFile,
  sourceFromText,
} from '../../helpers/record-source.js';
import {hasShared, sharedDir, testWithShared} from '../../helpers/shared.js';
import {countFacts, readCounts, toCounts} from './otel-counts.js';

const samplesDir = join(import.meta.dirname, '../../../samples/formats');

/** STYLE H63, H64: each sample of a format is detected, the same in any chunks, and shown. */
export function describeSamples(parser: TraceParser): void {
  const folder = join(samplesDir, parser.id);
  for (const name of readdirSync(folder).sort()) {
    if (!/\.jsonl?$/.test(name)) continue;
    test(`sample ${name}`, async () => {
      const {facts, diagnostics} = await checkSample(parser, join(folder, name));
      const lines = [dumpFacts(facts), ...diagnostics.map(dumpDiagnostic)];
      expect(lines.join('\n')).toMatchSnapshot();
    });
  }
}

/** Counts over the real files against COUNTS.jsonl; what is null there cannot be told from the file. */
export function describeCounts(parser: TraceParser): void {
  describe('counts made independently over the raw files', () => {
    if (!hasShared) test.skip('skipped: ../shared is absent', () => undefined);
    for (const row of hasShared ? readCounts(parser.id) : []) {
      testWithShared(row.file, async () => {
        const source = await sourceFromFile(join(sharedDir, 'data', row.file), {name: 'unknown'});
        expect(parser.sniff(headOf(source)).match).toBe('yes');
        const {facts, diagnostics, present, read, refused} = await collectFacts(parser, source);
        expect(read + refused).toBe(present);
        const found = facts.filter((fact) => fact.kind === 'diagnostic');
        expect([...diagnostics, ...found]).toEqual([]);
        const expected = toCounts(row);
        const known = Object.entries(expected).filter(([, value]) => value !== null);
        expect(countFacts(facts)).toMatchObject(Object.fromEntries(known));
      });
    }
  });
}

/** Fields that hold no text of ours: cut, changed or replaced, they must never make a parser throw. */
const damage = fc.record({
  sample: fc.nat(),
  at: fc.nat(),
  length: fc.nat({max: 40}),
  with: fc.constantFrom(
    '',
    'null',
    '[]',
    '{}',
    '"x"',
    '1e400',
    '-1',
    '"__proto__"',
    '\u001b[2J',
    ']',
  ),
});

/** STYLE H74: damaged samples and random JSON are read to the end, and every record is counted once. */
export function describeFuzz(parser: TraceParser): void {
  const folder = join(samplesDir, parser.id);
  const names = readdirSync(folder).filter((name) => /\.jsonl?$/.test(name));
  test('damaged samples are read to the end and their records add up', async () => {
    const texts: string[] = [];
    for (const name of names) {
      texts.push((await sourceFromFile(join(folder, name))).bytes.toString());
    }
    await fc.assert(
      fc.asyncProperty(damage, async (change) => {
        const text = texts[change.sample % texts.length] ?? '';
        const at = change.at % (text.length + 1);
        await readsAll(parser, text.slice(0, at) + change.with + text.slice(at + change.length));
      }),
      {numRuns: 300},
    );
  });
  test('any JSON is read to the end and its records add up', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({maxDepth: 4}), (text) => readsAll(parser, text)),
      {numRuns: 100},
    );
  });
}

async function readsAll(parser: TraceParser, text: string): Promise<void> {
  const source = sourceFromText(text);
  parser.sniff(headOf(source));
  const {present, read, refused} = await collectFacts(parser, source);
  expect(read + refused).toBe(present);
}
