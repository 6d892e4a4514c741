import {rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {
  listDiagnostics,
  listSources,
  listSupersededVersions,
} from '../../src/store/case-summary.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {readSourceState} from '../../src/store/source-state.js';
import {ingest, spanFact, withTempFolder} from './memory-source.js';

const A = spanFact({spanId: 'a'});

test('a file that has grown is one source; its counts add up', async () => {
  const writer = CaseWriter.open(':memory:');
  await ingest(writer, {text: 'a\n', facts: [A], present: 3});
  const tornTail = {code: 'torn-last-line', severity: 'data-loss', message: 'cut off'} as const;
  await ingest(writer, {text: 'a\nb', facts: [], present: 2, tornTail, tornBytes: 1});
  expect(listSources(writer.db)).toEqual([
    {
      path: '/logs/a.jsonl',
      parserId: 'memory',
      parserVersion: 1,
      totalBytes: 3,
      sessions: 2,
      present: 6,
      read: 5,
      refused: 1,
    },
  ]);
  expect(listDiagnostics(writer.db)).toEqual([{path: '/logs/a.jsonl', diagnostic: tornTail}]);
  writer.close();
});

test('superseded versions are listed, and their diagnostics are gone', async () => {
  const writer = CaseWriter.open(':memory:');
  const at = {kind: 'bytes', offset: 1, length: 2, line: 7} as const;
  const diagnostic = {code: 'odd', severity: 'notice', message: 'm', count: 4, at} as const;
  await ingest(writer, {text: 'x', facts: [A, {kind: 'diagnostic', diagnostic}]});
  expect(listDiagnostics(writer.db)).toEqual([{path: '/logs/a.jsonl', diagnostic}]);
  await ingest(writer, {text: 'y', facts: [A]});
  expect(listDiagnostics(writer.db)).toEqual([]);
  expect(listSupersededVersions(writer.db)).toMatchObject([
    {path: '/logs/a.jsonl', totalBytes: 1, facts: 2},
  ]);
  writer.close();
});

test('a source is the same, changed or gone', async () => {
  await withTempFolder(async (folder) => {
    const path = join(folder, 'log.jsonl');
    writeFileSync(path, 'one\n');
    const writer = CaseWriter.open(':memory:');
    await ingest(writer, {path, text: 'one\n', facts: [A]});
    expect(await readSourceState(writer.db, path)).toBe('same');
    writeFileSync(path, 'one\ntwo\n');
    expect(await readSourceState(writer.db, path)).toBe('same');
    writeFileSync(path, 'eno\ntwo\n');
    expect(await readSourceState(writer.db, path)).toBe('changed');
    rmSync(path);
    expect(await readSourceState(writer.db, path)).toBe('gone');
    expect(await readSourceState(writer.db, '/never/seen')).toBe('unknown');
    writer.close();
  });
});
