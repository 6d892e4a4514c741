import type Database from 'better-sqlite3';
import type {AnalysisStore, RunFacts, TraceHead} from '../analyze/port.js';
import {loadRun} from './load-run.js';
import {closeCase, openCaseForReading} from './open-case.js';
import {readRunAttributes, type LoggedAttributes} from './run-attributes.js';
import {readTraceHeads} from './trace-heads.js';

/** The facts of a case, for commands that look at whole runs again. Reads only, takes no lock. */
export class CaseFacts implements Pick<AnalysisStore, 'traceHeads' | 'loadRun'> {
  readonly #db: Database.Database;

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  /** @throws UserError if there is no case, or it cannot be read. */
  static open(path: string): CaseFacts {
    return new CaseFacts(openCaseForReading(path));
  }

  traceHeads(): readonly TraceHead[] {
    return readTraceHeads(this.#db);
  }

  loadRun(_runId: string, traceKeys: readonly number[]): RunFacts {
    return loadRun(this.#db, traceKeys);
  }

  /** Attributes of a run that may tell of versions, tools or permissions. */
  attributes(traceKeys: readonly number[]): Iterable<LoggedAttributes> {
    return readRunAttributes(this.#db, traceKeys);
  }

  close(): void {
    closeCase(this.#db);
  }
}
