import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import type {TraceParser} from '../../../src/model/parser.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {checkSample, dumpFacts} from '../../helpers/record-source.js';

const formats = join(import.meta.dirname, '../../../samples/formats');

/** One `checkSample` and one readable dump per sample of a parser. */
export function testSamples(parser: TraceParser): void {
  const folder = join(formats, parser.id);
  for (const name of readdirSync(folder).sort()) {
    if (!/\.(?:jsonl?|traj|log)$/.test(name)) continue;
    test(name, async () => {
      const {facts, diagnostics} = await checkSample(parser, join(folder, name));
      const shown = facts.filter((fact) => fact.kind !== 'checkpoint');
      const lines = [dumpFacts(shown), ...diagnostics.map(dumpDiagnostic)];
      expect(lines.join('\n')).toMatchSnapshot();
    });
  }
}
