import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import type {TraceParser} from '../../../src/model/parser.js';
import {collectFacts, headOf, sourceFromText} from '../../helpers/record-source.js';

const formats = join(import.meta.dirname, '../../../samples/formats');

/** STYLE H74 for logs of text lines: pieces cut out, doubled or replaced are read or refused, and add up. */
export function describeTextFuzz(parser: TraceParser): void {
  const folder = join(formats, parser.id);
  const names = readdirSync(folder).filter(
    (name) => /\.(?:jsonl?|log|txt|md)$/.test(name) && name !== 'README.md',
  );
  const texts = names.map((name) => readFileSync(join(folder, name), 'utf8'));
  const damage = fc.record({
    sample: fc.nat(),
    at: fc.nat(),
    length: fc.nat({max: 60}),
    with: fc.constantFrom(
      '',
      '{',
      '}',
      '"',
      '\n',
      '\n\n',
      '\u001b[2J',
      '9'.repeat(30),
      '\0',
      '[',
      '---',
    ),
  });
  test('damaged samples are read to the end and their lines add up', async () => {
    await fc.assert(
      fc.asyncProperty(damage, async (change) => {
        const text = texts[change.sample % texts.length] ?? '';
        const at = change.at % (text.length + 1);
        const source = sourceFromText(
          text.slice(0, at) + change.with + text.slice(at + change.length),
        );
        parser.sniff(headOf(source));
        const {present, read, refused} = await collectFacts(parser, source);
        expect(read + refused).toBe(present);
      }),
      {numRuns: 200, seed: 7},
    );
  });
}
