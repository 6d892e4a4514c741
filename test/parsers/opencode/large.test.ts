import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/opencode/index.js';
import {parseWithin} from '../../../parsers/opencode/parse.js';
import {
  collectFacts,
  dumpFacts,
  sourceFromFile,
  sourceFromText,
} from '../../helpers/record-source.js';

const folder = join(import.meta.dirname, '../../../samples/formats/opencode');
const names = readdirSync(folder).filter((name) => /\.jsonl?$/.test(name));
/** As if no file were small enough to be held. */
const large = {...parser, parse: parseWithin.bind(undefined, 0)};

/** Numbers of message lists and the order of the sessions may differ. */
function sorted(text: string): readonly string[] {
  return text
    .replaceAll(/#\d+|keep \d+ of \d+/g, '#')
    .split('\n')
    .sort();
}

test('a large file in order is read as it comes, with the facts of one that is held', async () => {
  const read: string[] = [];
  for (const name of names) {
    const held = await collectFacts(parser, await sourceFromFile(join(folder, name)));
    const streamed = await collectFacts(large, await sourceFromFile(join(folder, name)));
    expect(streamed.read + streamed.refused).toBe(streamed.present);
    if (streamed.diagnostics.some(({code}) => code === 'dump-too-large')) continue;
    read.push(name);
    expect([name, ...sorted(dumpFacts(streamed.facts))]).toEqual([
      name,
      ...sorted(dumpFacts(held.facts)),
    ]);
    expect(streamed.read).toBe(held.read);
  }
  expect(read.length).toBeGreaterThan(2);
});

test('a large file out of order is refused beyond the bound, record by record', async () => {
  const message = (id: string, ms: number): string =>
    JSON.stringify({id, sessionID: 'ses_1', role: 'assistant', modelID: 'm', time: {created: ms}});
  const part = (id: string, of: string): string =>
    JSON.stringify({id, messageID: of, sessionID: 'ses_1', type: 'text', text: 'x'.repeat(50)});
  const lines = [
    part('prt_1', 'msg_1'),
    message('msg_1', 1),
    message('msg_2', 2),
    part('prt_2', 'msg_2'),
  ];
  const bounded = {...parser, parse: parseWithin.bind(undefined, 250)};
  const found = await collectFacts(bounded, sourceFromText(lines.join('\n')));
  expect([found.present, found.read, found.refused]).toEqual([4, 2, 2]);
  expect(found.diagnostics.map(({code, severity}) => `${severity} ${code}`)).toContain(
    'data-loss dump-too-large',
  );
});
