import type Database from 'better-sqlite3';
import type {AnalyzedRun} from '../analyze/port.js';
import {assert} from '../model/assert.js';
import {
  prepareDerivedTables,
  takeDerivedRows,
  type DerivedRows,
  type DerivedStatements,
} from './derived-rows.js';
import type {RunOrigin} from './load-run.js';
import {openCaseForWriting} from './open-case.js';
import {putSurvey} from './run-surveys.js';
import {writeRun} from './write-run.js';

/**
 * Turns analysed runs into rows without touching the case: they are written to a database in memory and
 * taken out again, so that the case and its other writer never have to agree on how a row is made.
 */
export class DetachedRuns {
  readonly #db: Database.Database;
  readonly #tables: readonly DerivedStatements[];

  constructor() {
    this.#db = openCaseForWriting(':memory:');
    // The traces that the rows point at are in the case.
    this.#db.pragma('foreign_keys = OFF');
    this.#tables = prepareDerivedTables(this.#db);
  }

  derive(
    run: AnalyzedRun,
    analysisVersion: string,
    survey?: {readonly version: number; readonly data: string},
  ): DerivedRows {
    const {facts} = run;
    assert(hasOrigin(facts), 'a run is derived from the facts that the case gave');
    const {eventKeys, sources, formats} = facts;
    const origin = {eventKeys, sources, formats};
    return this.#db.transaction(() => {
      writeRun(this.#db, run, {analysisVersion, origin});
      if (survey !== undefined) {
        putSurvey(this.#db, survey.version, {runId: run.runId, data: survey.data});
      }
      return takeDerivedRows(this.#tables, run.runId);
    })();
  }
}

function hasOrigin(facts: object): facts is RunOrigin {
  return 'eventKeys' in facts && 'sources' in facts && 'formats' in facts;
}
