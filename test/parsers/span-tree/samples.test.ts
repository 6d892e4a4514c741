import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/span-tree/index.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {checkSample, dumpFacts} from '../../helpers/record-source.js';

const folder = join(import.meta.dirname, '../../../samples/formats/span-tree');

for (const name of readdirSync(folder).sort()) {
  test(name, async () => {
    const {facts, diagnostics} = await checkSample(parser, join(folder, name));
    const lines = [dumpFacts(facts), ...diagnostics.map(dumpDiagnostic)];
    expect(lines.join('\n')).toMatchSnapshot();
  });
}
