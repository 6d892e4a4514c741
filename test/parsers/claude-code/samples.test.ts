import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/claude-code/index.js';
import {checkSample, dumpFacts} from '../../helpers/record-source.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';

const folder = join(import.meta.dirname, '../../../samples/formats/claude-code');

/** The checkpoint is an inside matter of the parser; resume.test.ts checks what it is for. */
for (const name of readdirSync(folder).sort()) {
  if (!/\.jsonl?$/.test(name)) continue;
  test(name, async () => {
    const {facts, diagnostics} = await checkSample(parser, join(folder, name));
    const shown = facts.filter((fact) => fact.kind !== 'checkpoint');
    const lines = [dumpFacts(shown), ...diagnostics.map(dumpDiagnostic)];
    expect(lines.join('\n')).toMatchSnapshot();
  });
}
