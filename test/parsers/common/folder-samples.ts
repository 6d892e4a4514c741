import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from '@jest/globals';
import {buildSniffHead} from '../../../src/ingest/sniff-head.js';
import type {Diagnostic} from '../../../src/model/diagnostic.js';
import type {Fact} from '../../../src/model/facts.js';
import type {TraceParser} from '../../../src/model/parser.js';
import type {RecordSource, SniffVerdict} from '../../../src/model/record-source.js';
import {sourceFromFile} from '../../helpers/record-source.js';
import type {TestSource} from '../../helpers/record-source.js';

export function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

export function sniffEntries(parser: TraceParser, entries: readonly string[]): SniffVerdict {
  const nothing = Buffer.alloc(0);
  const common = {name: 'unknown', start: nothing, isWhole: true, tail: nothing} as const;
  return parser.sniff(buildSniffHead({...common, container: 'folder', entries}));
}

/** Reads a folder with a parser of whole folders; every record present must be read or refused. */
export async function readFolder(
  parser: TraceParser,
  folder: string,
): Promise<{readonly facts: readonly Fact[]; readonly refused: readonly Diagnostic[]}> {
  const facts: Fact[] = [];
  const refused: Diagnostic[] = [];
  const members: TestSource[] = [];
  let read = 0;
  const tally = {
    accept: (count = 1) => {
      read += count;
    },
    refuse: (diagnostic: Diagnostic) => {
      refused.push(diagnostic);
    },
  };
  const context = {signal: new AbortController().signal, tally};
  for await (const batch of parser.parse(sourceOf(folder, members), context)) facts.push(...batch);
  let present = 0;
  let unreadable = 0;
  for (const {report} of members) {
    present += report.pass.present;
    unreadable += report.pass.refused;
  }
  expect(read + refused.length + unreadable).toBe(present);
  return {facts, refused};
}

function sourceOf(folder: string, members: TestSource[]): RecordSource {
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
        const source = await sourceFromFile(join(folder, path));
        members.push(source);
        yield {path, source};
      }
    },
  };
}
