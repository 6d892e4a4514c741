import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/opencode-storage/index.js';
import {dumpFacts} from '../../helpers/dump-facts.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {listFiles, readFolder, sniffEntries} from '../common/folder-samples.js';

const samples = join(import.meta.dirname, '../../../samples/formats/opencode-storage');

test('a session of a sub-agent hangs below the task call that names it', async () => {
  const folder = join(samples, 'sub-agent');
  expect(sniffEntries(parser, listFiles(folder)).match).toBe('yes');
  const {facts, refused} = await readFolder(parser, folder);
  expect(refused).toEqual([]);
  expect(dumpFacts(facts)).toMatchSnapshot();
});

test('a part whose message is gone is refused, and so is a torn document', async () => {
  const {facts, refused} = await readFolder(parser, join(samples, 'damaged'));
  expect(refused.map(({code}) => code)).toEqual(['part-without-message']);
  expect(facts.filter((fact) => fact.kind === 'span')).toHaveLength(2);
});

test('a folder that holds more than the storage is not claimed as a whole', () => {
  const entries = ['message/ses_1/msg_1.json', 'part/msg_1/prt_1.json'];
  expect(sniffEntries(parser, entries).match).toBe('yes');
  expect(sniffEntries(parser, [...entries, 'migration', 'session/p/ses_1.json']).match).toBe('yes');
  expect(sniffEntries(parser, [...entries, 'run.jsonl']).match).toBe('no');
  expect(sniffEntries(parser, ['message/ses_1/msg_1.json']).match).toBe('no');
});

testWithShared('both generations of the storage are read whole', async () => {
  const root = join(sharedDir, 'data/other-agents/stage0/agents/opencode');
  for (const [name, replies, calls] of [
    ['storage_v2', 3, 2],
    ['storage_legacy', 1, 1],
  ] as const) {
    const {facts, refused} = await readFolder(parser, join(root, name));
    expect(refused).toEqual([]);
    const kinds = facts.map((fact) => (fact.kind === 'span' ? fact.span.kind : undefined));
    expect(kinds.filter((kind) => kind === 'llm')).toHaveLength(replies);
    expect(kinds.filter((kind) => kind === 'tool')).toHaveLength(calls);
  }
});
