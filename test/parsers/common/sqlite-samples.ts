import {join} from 'node:path';
import Database from 'better-sqlite3';
import {expect} from '@jest/globals';
import {ingest} from '../../../src/ingest/ingest.js';
import {openContainerSqlite} from '../../../src/store/container-sqlite.js';
import type {Fact} from '../../../src/model/facts.js';
import {parsers} from '../../../parsers/index.js';
import {MemorySink} from '../../helpers/memory-sink.js';

/** Writes a SQLite file, reads it as a user would, and gives the facts; the format is told from the tables. */
export async function readTables(
  folder: string,
  {name, sql, format}: {readonly name: string; readonly sql: string; readonly format: string},
): Promise<readonly Fact[]> {
  const path = join(folder, name);
  const database = new Database(path);
  database.exec(sql);
  database.close();
  const sink = new MemorySink();
  const signal = new AbortController().signal;
  const summary = await ingest({
    paths: [path],
    sink,
    parsers,
    signal,
    openTables: openContainerSqlite,
  });
  expect(summary.sources.map(({parserId}) => parserId)).toEqual([format]);
  return sink.facts();
}
