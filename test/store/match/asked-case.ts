import {join} from 'node:path';
import type Database from 'better-sqlite3';
import {analyze} from '../../../src/analyze/analyze.js';
import type {Fact} from '../../../src/model/facts.js';
import {registerDerivedTables} from '../../../src/store/ask/derived-tables.js';
import {createDerivedViews} from '../../../src/store/ask/derived-views.js';
import {registerFunctions} from '../../../src/store/ask/functions.js';
import {CaseAnalysis} from '../../../src/store/case-analysis.js';
import {CaseWriter} from '../../../src/store/case-writer.js';
import {openCaseForReading} from '../../../src/store/open-case.js';
import {ingest, withTempFolder} from '../memory-source.js';

/** A real case file of these facts, open as the query process opens it. */
export async function withAskedCase<T>(
  facts: readonly Fact[],
  ask: (db: Database.Database) => T,
): Promise<T> {
  return withTempFolder(async (folder) => {
    const path = join(folder, 'case.db');
    const writer = CaseWriter.open(path);
    await ingest(writer, {text: 'x', facts});
    await analyze(new CaseAnalysis(writer.db), {detectors: []});
    writer.close();
    const db = openCaseForReading(path);
    const rows = openCaseForReading(path);
    try {
      registerFunctions(db);
      registerDerivedTables(db, rows);
      createDerivedViews(db);
      return ask(db);
    } finally {
      rows.close();
      db.close();
    }
  });
}
