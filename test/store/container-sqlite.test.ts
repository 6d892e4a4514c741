import {readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, test} from '@jest/globals';
import {openContainerSqlite} from '../../src/store/container-sqlite.js';
import {BigNumber} from '../../src/model/json.js';
import {UserError} from '../../src/model/user-error.js';
import {tempDir} from '../helpers/temp-dir.js';

const dir = tempDir();

function make(
  name: string,
  sql: string,
): {readonly path: string; readonly database: Database.Database} {
  const path = join(dir, name);
  const database = new Database(path);
  database.exec(sql);
  return {path, database};
}

test('tables and rows, odd names, exact integers, bytes as base64', () => {
  const {path, database} = make(
    'plain.db',
    `CREATE TABLE "a ""b" (id INTEGER PRIMARY KEY, big INTEGER, text TEXT, bytes BLOB, real REAL, none);
     INSERT INTO "a ""b" VALUES (7, 1234567890123456789, 'x', x'00ff', 0.5, NULL);
     CREATE TABLE pairs (rowid TEXT PRIMARY KEY) WITHOUT ROWID;
     INSERT INTO pairs VALUES ('p'), ('q');
     CREATE VIEW seen AS SELECT 1;`,
  );
  database.close();
  const file = openContainerSqlite(path);
  expect(file.tables).toEqual(['a "b', 'pairs']);
  const row = {
    id: 7,
    big: new BigNumber('1234567890123456789'),
    text: 'x',
    bytes: 'AP8=',
    real: 0.5,
    none: null,
  };
  expect([...file.rows('a "b')]).toEqual([[{row, rowid: 7}]]);
  expect([...file.rows('pairs')]).toEqual([
    [
      {row: {rowid: 'p'}, rowid: 1},
      {row: {rowid: 'q'}, rowid: 2},
    ],
  ]);
  file.close();
});

test('rows in batches, two tables at a time', () => {
  const {path, database} = make(
    'many.db',
    `CREATE TABLE t (n); CREATE TABLE u (n);
     INSERT INTO t SELECT value FROM generate_series(1, 1200);
     INSERT INTO u SELECT value FROM generate_series(1, 3);`.replaceAll(
      /SELECT value FROM generate_series\(1, (\d+)\)/g,
      'WITH RECURSIVE s(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM s WHERE v < $1) SELECT v FROM s',
    ),
  );
  database.close();
  const file = openContainerSqlite(path);
  const counts: number[] = [];
  for (const batch of file.rows('t')) {
    counts.push(batch.length, [...file.rows('u')].flat().length);
  }
  expect(counts).toEqual([500, 3, 500, 3, 200, 3]);
  file.close();
});

test('what stands only in the write-ahead log is read, and nothing is written beside the log', () => {
  const {path, database} = make(
    'wal.db',
    'PRAGMA journal_mode = WAL; CREATE TABLE t (n); INSERT INTO t VALUES (1);',
  );
  const before = readdirSync(dir);
  const file = openContainerSqlite(path);
  expect([...file.rows('t')].flat()).toEqual([{row: {n: 1}, rowid: 1}]);
  file.close();
  expect(readdirSync(dir)).toEqual(before);
  database.close();
});

test('a file that only begins like a database is an error for the user', () => {
  const path = join(dir, 'broken.db');
  writeFileSync(path, `SQLite format 3\0${'x'.repeat(2000)}`);
  expect(() => openContainerSqlite(path)).toThrow(UserError);
});
