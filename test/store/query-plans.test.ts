import {expect, test} from '@jest/globals';
import type Database from 'better-sqlite3';
import {openCaseForWriting} from '../../src/store/open-case.js';
import * as bodies from '../../src/store/queries/bodies.js';
import * as replay from '../../src/store/queries/replay.js';
import * as runFacts from '../../src/store/queries/run-facts.js';

/** The list of runs may be read whole; a subquery is a page, bounded by its own LIMIT. */
const SMALL_TABLES = /^SCAN (run\b|CONSTANT ROW|\(subquery)/;

function readPlan(db: Database.Database, query: string): string[] {
  const rows = db.prepare(`EXPLAIN QUERY PLAN ${query}`);
  const count = new Set(query.match(/\?\d*/g) ?? []).size;
  const isNumbered = /\?\d/.test(query);
  const marks = isNumbered ? count : (query.match(/\?/g) ?? []).length;
  const bound: unknown[] = new Array(marks).fill(1);
  const found = isNumbered
    ? rows.all(Object.fromEntries(bound.map((item, at) => [String(at + 1), item])))
    : rows.all(...bound);
  return found.map((row) => (row as {readonly detail: string}).detail);
}

/** Read the whole case by design, once per analysis: runs are formed from all traces and links. */
const WHOLE_CASE: ReadonlySet<string> = new Set(['READ_LINKED_TRACES', 'READ_TRACE_HEADS']);

const queries = Object.entries({...replay, ...runFacts, READ_NODE: bodies.READ_NODE}).filter(
  ([name, query]) => query.startsWith('SELECT') && !WHOLE_CASE.has(name),
);

test.each(queries)('%s scans no table that grows with the spans', (_name, query) => {
  const db = openCaseForWriting(':memory:');
  const scans = readPlan(db, query).filter(
    (detail) => detail.startsWith('SCAN') && !SMALL_TABLES.test(detail),
  );
  expect(scans).toEqual([]);
  db.close();
});

test('pages of the replay are not sorted in a temporary table', () => {
  const db = openCaseForWriting(':memory:');
  for (const query of [replay.READ_STEP_CHUNK, replay.NEXT_ERROR_CHUNK, replay.READ_FINDINGS]) {
    expect(readPlan(db, query).join()).not.toContain('TEMP B-TREE');
  }
  db.close();
});
