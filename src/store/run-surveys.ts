import type Database from 'better-sqlite3';
import {closeCase, openCaseForReading} from './open-case.js';
import {LIST_UNSURVEYED, PUT_SURVEY, READ_SURVEYS} from './queries/surveys.js';

/** A survey is JSON to the store: what is in it is known to those who make and read it. */
export interface SurveyRow {
  readonly runId: string;
  readonly data: string;
}

/** Runs of the case that have no survey of this version. */
export function listUnsurveyed(casePath: string, version: number): readonly string[] {
  const db = openCaseForReading(casePath);
  try {
    return db.prepare(LIST_UNSURVEYED).pluck().all(version) as string[];
  } finally {
    closeCase(db);
  }
}

/** All surveys of this version, one at a time, in the order of the runs. */
export function* readSurveys(casePath: string, version: number): Generator<SurveyRow> {
  const db = openCaseForReading(casePath);
  try {
    for (const row of db.prepare(READ_SURVEYS).raw().iterate(version)) {
      const [runId, data] = row as [string, string];
      yield {runId, data};
    }
  } finally {
    closeCase(db);
  }
}

/** The caller owns the transaction. */
export function putSurvey(db: Database.Database, version: number, {runId, data}: SurveyRow): void {
  db.prepare(PUT_SURVEY).run(version, data, runId);
}
