import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/whatbroke-jsonl/index.js';
import {dumpDiagnostic} from '../../helpers/dump-facts.js';
import {checkSample, collectFacts, dumpFacts, sourceFromText} from '../../helpers/record-source.js';

const folder = join(import.meta.dirname, '../../../samples/formats/whatbroke-jsonl');

for (const name of readdirSync(folder).sort()) {
  if (!name.endsWith('.jsonl')) continue;
  test(name, async () => {
    const {facts, diagnostics} = await checkSample(parser, join(folder, name));
    const lines = [dumpFacts(facts), ...diagnostics.map(dumpDiagnostic)];
    expect(lines.join('\n')).toMatchSnapshot();
  });
}

test('a grown file is read from where it ended', async () => {
  const line = '{"whatbroke":1,"trace":"r","span":"a","name":"x"}\n';
  const source = sourceFromText(`${line}{"trace":"r","span":"b","name":"y"}\n`);
  const resume = {offset: line.length, line: 2, state: null};
  const {facts} = await collectFacts(parser, source, {resume});
  expect(facts.flatMap((fact) => (fact.kind === 'span' ? [fact.span.spanId] : []))).toEqual(['b']);
});
