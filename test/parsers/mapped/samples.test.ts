import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/mapped/index.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {collectFacts, dumpFacts, headOf, sourceFromText} from '../../helpers/record-source.js';

const folder = join(import.meta.dirname, '../../../samples/formats/mapped');

for (const name of readdirSync(folder).sort()) {
  if (!/\.jsonl?$/.test(name)) continue;
  test(name, async () => {
    const bytes = readFileSync(join(folder, name));
    const map = readFileSync(join(folder, name.replace(/\.jsonl?$/, '.map.yaml')), 'utf8');
    expect(parser.sniff(headOf(sourceFromText(bytes))).match).toBe('no');
    const whole = await collectFacts(parser, sourceFromText(bytes), {map});
    expect(whole.read + whole.refused).toBe(whole.present);
    for (const chunkBytes of [1, 7, 4096]) {
      const source = sourceFromText(bytes, {chunkBytes});
      expect(await collectFacts(parser, source, {map})).toEqual(whole);
    }
    const lines = [dumpFacts(whole.facts), ...whole.diagnostics.map(dumpDiagnostic)];
    expect(lines.join('\n')).toMatchSnapshot();
  });
}
