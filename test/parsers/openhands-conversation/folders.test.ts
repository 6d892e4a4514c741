import {readFileSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/openhands-conversation/index.js';
import type {Fact} from '../../../src/model/facts.js';
import type {RecordSource} from '../../../src/model/record-source.js';
import {buildSniffHead} from '../../../src/ingest/sniff-head.js';
import {dumpFacts} from '../../helpers/dump-facts.js';
import {sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';
import {countAgentFacts, pickStated, readStated, toStated} from '../common/agent-counts.js';

const samples = join(import.meta.dirname, '../../../samples/formats/openhands-conversation');

function listFiles(folder: string): readonly string[] {
  const entries = readdirSync(folder, {recursive: true, withFileTypes: true});
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

function sniffFolder(entries: readonly string[]): ReturnType<typeof parser.sniff> {
  const nothing = Buffer.alloc(0);
  const common = {name: 'unknown', start: nothing, isWhole: true, tail: nothing} as const;
  return parser.sniff(buildSniffHead({...common, container: 'folder', entries}));
}

async function readFolder(folder: string): Promise<{facts: readonly Fact[]; read: number}> {
  const nothing = sourceOf(folder);
  const facts: Fact[] = [];
  let read = 0;
  const tally = {
    accept: (count = 1) => {
      read += count;
    },
    refuse: (diagnostic: unknown) => {
      throw new Error(JSON.stringify(diagnostic));
    },
  };
  const context = {signal: new AbortController().signal, tally};
  for await (const batch of parser.parse(nothing, context)) facts.push(...batch);
  return {facts, read};
}

function sourceOf(folder: string): RecordSource {
  const empty = async function* (): AsyncGenerator<never, undefined> {
    // A folder has members, no records.
  };
  return {
    name: folder,
    container: 'folder',
    records: empty,
    lines: empty,
    rows: empty,
    frames: empty,
    sibling: () => Promise.resolve(undefined),
    entries: async function* () {
      for (const path of listFiles(folder)) {
        yield {path, source: await sourceFromFile(join(folder, path))};
      }
    },
  };
}

test('two conversations below one folder', async () => {
  expect(sniffFolder(listFiles(samples)).match).toBe('yes');
  const {facts, read} = await readFolder(samples);
  expect(read).toBe(listFiles(samples).length);
  expect(dumpFacts(facts)).toMatchSnapshot();
});

test('a folder that holds anything else is not claimed, with the reason', () => {
  expect(sniffFolder(['a/base_state.json', 'a/events/event-00000-x.json', 'notes.txt'])).toEqual({
    match: 'no',
    reason: 'holds conversations and other files (notes.txt)',
  });
  expect(sniffFolder(['events/event-00000-x.json']).reason).toBe('no base_state.json');
});

testWithShared('the real conversation agrees with counts and with its raw events', async () => {
  const folder = join(sharedDir, 'data/openhands/sdk-conversation');
  expect(sniffFolder(listFiles(folder)).match).toBe('yes');
  const {facts, read} = await readFolder(folder);
  expect(read).toBe(listFiles(folder).length);
  const [row] = readStated('openhands/sdk-conversation/');
  if (row === undefined) throw new Error('no counts');
  expect(pickStated(countAgentFacts(facts), row)).toEqual(toStated(row));
  const events = listFiles(folder)
    .filter((path) => path.startsWith('events/'))
    .map((path) => JSON.parse(readFileSync(join(folder, path), 'utf8')) as {readonly kind: string});
  const actions = events.filter(({kind}) => kind === 'ActionEvent');
  const tools = facts.filter((fact) => fact.kind === 'span' && fact.span.kind === 'tool');
  expect(tools).toHaveLength(actions.length);
});
