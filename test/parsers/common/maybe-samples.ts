import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parsers} from '../../../parsers/index.js';
import {detectFormat} from '../../../src/ingest/detect-format.js';
import type {TraceParser} from '../../../src/model/parser.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {
  collectFacts,
  dumpFacts,
  headOf,
  sourceFromFile,
  sourceFromText,
} from '../../helpers/record-source.js';

const formats = join(import.meta.dirname, '../../../samples/formats');

/** Samples of a format that only claims what no other one does, or of text: told by all parsers together. */
export function describeDetected(parser: TraceParser, names = /\.(?:jsonl?|log|txt|md)$/): void {
  const folder = join(formats, parser.id);
  for (const name of readdirSync(folder).sort()) {
    if (!names.test(name) || name === 'README.md') continue;
    test(`sample ${name}`, async () => {
      const whole = await sourceFromFile(join(folder, name), {name: 'unknown'});
      expect(detectFormat(headOf(whole), parsers).parser.id).toBe(parser.id);
      const expected = await collectFacts(parser, whole);
      expect(expected.read + expected.refused).toBe(expected.present);
      for (const chunkBytes of [1, 7, 4096]) {
        const source = sourceFromText(whole.bytes, {name: 'unknown', folder, chunkBytes});
        expect(await collectFacts(parser, source)).toEqual(expected);
      }
      const lines = [dumpFacts(expected.facts), ...expected.diagnostics.map(dumpDiagnostic)];
      expect(lines.join('\n')).toMatchSnapshot();
    });
  }
}
