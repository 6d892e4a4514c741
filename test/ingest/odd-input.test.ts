import {execFileSync} from 'node:child_process';
import {mkdirSync, symlinkSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, test} from '@jest/globals';
import {ingest} from '../../src/ingest/ingest.js';
import type {IngestOptions, IngestSummary} from '../../src/ingest/ingest.js';
import type {Fact} from '../../src/model/facts.js';
import {toParserId} from '../../src/model/ids.js';
import type {TraceParser} from '../../src/model/parser.js';
import {openContainerSqlite} from '../../src/store/container-sqlite.js';
import {lineParser} from '../helpers/line-parser.js';
import {MemorySink} from '../helpers/memory-sink.js';
import {tempDir} from '../helpers/temp-dir.js';

const dir = tempDir();

async function run(path: string, more: Partial<IngestOptions> = {}): Promise<IngestSummary> {
  const {signal} = new AbortController();
  const sink = new MemorySink();
  return ingest({paths: [path], sink, parsers: [lineParser], signal, ...more});
}

function dump({sources, skipped}: IngestSummary): readonly string[] {
  return [
    ...sources.map(({path, counts: {read, refused}, diagnostics}) => {
      const codes = diagnostics.map(({code, severity}) => ` ${code}/${severity}`).join('');
      return `${path.slice(dir.length + 1)} ${String(read)}+${String(refused)}${codes}`;
    }),
    ...skipped.map(({reason}) => reason.replaceAll(`${dir}/`, '')),
  ];
}

async function read(name: string, bytes: string | Buffer): Promise<readonly string[]> {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return dump(await run(path));
}

const LINES = '{"ev":1}\n{"ev":"\u00fc\u{1F600}"}\n';

test('marks, line ends and encodings', async () => {
  expect(await read('bom', `\uFEFF${LINES}`)).toEqual(['bom 2+0 byte-order-mark/info']);
  expect(await read('crlf', LINES.replaceAll('\n', '\r\n'))).toEqual(['crlf 2+0']);
  expect(await read('le', Buffer.from(`\uFEFF${LINES}`, 'utf16le'))).toEqual(['le 2+0']);
  const be = Buffer.from(`\uFEFF${LINES}`, 'utf16le').swap16();
  expect(await read('be', be)).toEqual(['be 2+0']);
  expect(await read('odd', be.subarray(0, -1))).toEqual([
    expect.stringMatching(/^odd \d\+\d .*broken-packing\/data-loss/),
  ]);
  const latin = Buffer.from('{"ev":"\u00fc"}\n{"ev":2}\n', 'latin1');
  expect(await read('latin', latin)).toEqual(['latin 2+0 invalid-utf8/notice']);
});

test('NUL bytes of a torn write, and values nested too deep, cost only themselves', async () => {
  expect(await read('nul', `{"ev":1}\n\0\0\0{"ev":2}\n`)).toEqual(['nul 2+0 nul-bytes/notice']);
  const deep = `{"ev":${'['.repeat(2000)}${']'.repeat(2000)}}\n`;
  expect(await read('deep', `${LINES}${deep}${LINES}`)).toEqual([
    'deep 4+1 record-too-deep/data-loss',
  ]);
});

test('pipes, links to nowhere and the like are named and counted, the logs beside them read', async () => {
  const folder = join(dir, 'mixed');
  mkdirSync(folder);
  writeFileSync(join(folder, 'a.jsonl'), LINES);
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  symlinkSync('pipe', join(folder, 'to-pipe'));
  symlinkSync('absent', join(folder, 'dangling'));
  expect(dump(await run(folder))).toEqual([
    'mixed/a.jsonl 2+0',
    'mixed/pipe: a named pipe, not a file',
    'mixed/dangling: cannot be read: no such file',
    'mixed/to-pipe: a named pipe, neither a file nor a folder',
  ]);
  await expect(run(join(folder, 'pipe'))).rejects.toThrow(/a named pipe, neither/);
  await expect(run('/dev/null')).rejects.toThrow(/a device, neither/);
});

test('a glob that no shell expanded is expanded, a file of that name comes first', async () => {
  const folder = join(dir, 'globs');
  mkdirSync(join(folder, 'deep'), {recursive: true});
  for (const name of ['a.jsonl', 'deep/b.jsonl', 'c[1].jsonl']) {
    writeFileSync(join(folder, name), LINES);
  }
  expect(dump(await run(join(folder, '**/*.jsonl')))).toEqual([
    'globs/a.jsonl 2+0',
    'globs/c[1].jsonl 2+0',
    'globs/deep/b.jsonl 2+0',
  ]);
  expect(dump(await run(join(folder, 'c[1].jsonl')))).toEqual(['globs/c[1].jsonl 2+0']);
  await expect(run(join(folder, '*.nothing'))).rejects.toThrow(/no such file/);
});

const rowParser: TraceParser = {
  ...lineParser,
  id: toParserId('test-rows'),
  sniff: ({tables}) => ({match: tables?.includes('t') === true ? 'yes' : 'no', reason: 'table t'}),
  async *parse(source, {tally}) {
    for (const table of ['t', 'u', 'absent']) {
      for await (const batch of source.rows(table)) {
        tally.accept(batch.length);
        yield batch.map(({row, at}): Fact => {
          const diagnostic = {
            code: 'row',
            severity: 'info',
            message: JSON.stringify(row),
            at,
          } as const;
          return {kind: 'diagnostic', diagnostic};
        });
      }
    }
  },
};

test('a log that is a SQLite file: rows of several tables with their places', async () => {
  const path = join(dir, 'log.db');
  const database = new Database(path);
  database.exec(
    'CREATE TABLE t (n); INSERT INTO t VALUES (5); CREATE TABLE u (m); INSERT INTO u VALUES (6), (7)',
  );
  database.close();
  const sink = new MemorySink();
  const more = {sink, parsers: [lineParser, rowParser], openTables: openContainerSqlite};
  expect(dump(await run(path, more))).toEqual(['log.db 3+0']);
  expect(sink.facts().map((fact) => fact.kind === 'diagnostic' && fact.diagnostic.at)).toEqual([
    {kind: 'row', table: 't', rowid: 1},
    {kind: 'row', table: 'u', rowid: 1},
    {kind: 'row', table: 'u', rowid: 2},
  ]);
  expect((await run(path, more)).sources[0]?.kind).toBe('unchanged');
  await expect(run(path)).rejects.toThrow(/SQLite/);
});
