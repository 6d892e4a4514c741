import {createHash} from 'node:crypto';
import {readFileSync, readdirSync} from 'node:fs';
import {dirname} from 'node:path';
import {expect, test} from '@jest/globals';
import {
  prepareReading,
  readVerb,
  RefusedStatement,
} from '../../../src/store/ask/statement-rules.js';
import {spanFact} from '../memory-source.js';
import {withAskedCase} from '../match/asked-case.js';

/** Each of these would write somewhere, reach another file, or change the connection. */
const REFUSED = [
  "ATTACH 'other.db' AS o",
  "/* harmless */ attach database 'other.db' as o",
  'DETACH main',
  'VACUUM',
  "VACUUM INTO 'copy.db'",
  "-- a comment\n;vacuum main into 'copy.db'",
  'PRAGMA journal_mode = DELETE',
  'pragma user_version = 7',
  'EXPLAIN PRAGMA user_version',
  'BEGIN',
  'BEGIN EXCLUSIVE',
  'COMMIT',
  'ROLLBACK',
  'SAVEPOINT a',
  'REINDEX',
  'ANALYZE',
  'DELETE FROM run',
  'UPDATE body SET text = 1',
  'INSERT INTO meta VALUES (1, 2)',
  'REPLACE INTO meta VALUES (1, 2)',
  'CREATE TABLE x(y)',
  'CREATE TEMP TABLE x(y)',
  'CREATE VIRTUAL TABLE x USING fts5(y)',
  'DROP TABLE run',
  'ALTER TABLE run ADD COLUMN x',
  'WITH x AS (SELECT 1) DELETE FROM run',
  'WITH x AS (SELECT 1) INSERT INTO meta SELECT 1, 2',
  'DELETE FROM run RETURNING id',
  'SELECT 1; DELETE FROM run',
  'SELECT 1; SELECT 2',
  '',
  '-- nothing',
  ';;',
];

test('only one reading statement is prepared, and none touches the case', () =>
  withAskedCase([spanFact({spanId: 'a', startUs: 1})], (db) => {
    const folder = dirname(db.name);
    const before = [readdirSync(folder), sha256(db.name)];
    for (const sql of REFUSED) {
      expect([sql, isRefused(() => prepareReading(db, sql))]).toEqual([sql, true]);
    }
    expect(prepareReading(db, ' /* x */ select count(*) AS n FROM steps').all()).toEqual([{n: 1}]);
    expect(prepareReading(db, 'EXPLAIN QUERY PLAN SELECT * FROM run').all()).toHaveLength(1);
    expect(prepareReading(db, 'VALUES (1), (2)').all()).toHaveLength(2);
    expect([readdirSync(folder), sha256(db.name)]).toEqual(before);
  }));

/** SQLite refuses some of them itself: that is an error, not a statement. */
function isRefused(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    return error instanceof RefusedStatement || /cannot modify|readonly/.test(String(error));
  }
}

function sha256(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

test('the verb is found behind comments and EXPLAIN', () => {
  expect(readVerb('/* a */ -- b\n ; EXPLAIN QUERY PLAN /* c */ Attach x')).toBe('attach');
  expect(readVerb('explain select 1')).toBe('select');
  expect(readVerb('explainx')).toBe('explainx');
  expect(readVerb('/* open')).toBe('');
});
