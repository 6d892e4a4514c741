import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, test} from '@jest/globals';
import {UserError} from '../../src/model/user-error.js';
import {isOlderCase} from '../../src/store/open-case.js';
import {APPLICATION_ID, MIGRATIONS} from '../../src/store/schema.js';
import {CaseReader} from '../../src/store/case-reader.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {ingest, spanFact, withTempFolder} from './memory-source.js';

function readError(open: () => unknown): UserError {
  try {
    open();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('expected a UserError');
}

function expectRefusal(path: string, found: string): void {
  const before = readFileSync(path);
  for (const open of [() => CaseWriter.open(path), () => CaseReader.open(path)]) {
    const error = readError(open);
    expect(error.message).toContain(found);
    expect(error.message).not.toContain('\n');
    expect(error.next).toBeDefined();
  }
  // What is not ours is left as it was.
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(existsSync(`${path}-lock`)).toBe(false);
}

test('a log named as a case is refused', async () => {
  await withTempFolder((folder) => {
    const path = join(folder, 'log.jsonl');
    writeFileSync(path, '{"a":1}\n'.repeat(1000));
    expectRefusal(path, 'not a SQLite file');
  });
});

test("another program's SQLite file is refused", async () => {
  await withTempFolder((folder) => {
    const path = join(folder, 'sessions.db');
    const db = new Database(path);
    db.exec('CREATE TABLE messages(id INTEGER)');
    db.close();
    expectRefusal(path, 'not a case of whatbroke');
  });
});

test('a case of any older version is brought up to date by a writer, and told apart before', async () => {
  await withTempFolder((folder) => {
    for (const [at] of MIGRATIONS.entries()) {
      const path = join(folder, `case-${String(at + 1)}.db`);
      const db = new Database(path);
      for (const step of MIGRATIONS.slice(0, at + 1)) db.exec(step);
      db.pragma(`application_id = ${String(APPLICATION_ID)}`);
      db.pragma(`user_version = ${String(at + 1)}`);
      db.close();
      const isOld = at + 1 < MIGRATIONS.length;
      expect(isOlderCase(path)).toBe(isOld);
      if (isOld) expect(readError(() => CaseReader.open(path)).message).toContain('older version');
      CaseWriter.open(path).close();
      expect(isOlderCase(path)).toBe(false);
    }
    expect(isOlderCase(join(folder, 'none.db'))).toBe(false);
  });
});

test('a case of a newer version is refused', async () => {
  await withTempFolder((folder) => {
    const path = join(folder, 'case.db');
    CaseWriter.open(path).close();
    const db = new Database(path);
    db.pragma('user_version = 999');
    db.close();
    expectRefusal(path, 'newer version');
  });
});

test('a damaged case is told in one line', async () => {
  await withTempFolder(async (folder) => {
    const path = join(folder, 'case.db');
    const writer = CaseWriter.open(path);
    await ingest(writer, {text: 'x', facts: [spanFact({spanId: 'a'})]});
    writer.close();
    const bytes = readFileSync(path);
    bytes.fill(0x5a, 100, 8192);
    writeFileSync(path, bytes);
    expectRefusal(path, 'damaged');
  });
});

test('reading a case that is not there says how to make one', async () => {
  await withTempFolder((folder) => {
    const error = readError(() => CaseReader.open(join(folder, 'none.db')));
    expect(error.message).toContain('no case at');
    expect(error.next).toContain('ingest');
  });
});

test('a closed case opens again with its facts', async () => {
  await withTempFolder(async (folder) => {
    const path = join(folder, 'case.db');
    const writer = CaseWriter.open(path);
    await ingest(writer, {text: 'x', facts: [spanFact({spanId: 'a'})]});
    writer.close();
    const again = CaseWriter.open(path);
    expect(again.db.prepare('SELECT span_id FROM spans').pluck().all()).toEqual(['a']);
    again.close();
  });
});
