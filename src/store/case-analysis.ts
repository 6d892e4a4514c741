import type Database from 'better-sqlite3';
import type {AnalysisStore, AnalyzedRun, RunFacts, TraceHead} from '../analyze/port.js';
import {assert} from '../model/assert.js';
import type {BodyLookup} from '../tree/run-view.js';
import {readAnalyzedRuns} from './analyzed-runs.js';
import {loadRun} from './load-run.js';
import type {RunOrigin} from './load-run.js';
import {ALL_RUN_IDS, DELETE_RUN} from './queries/derived.js';
import {refreshSignatures} from './refresh-signatures.js';
import {readTraceHeads} from './trace-heads.js';
import {writeRun} from './write-run.js';

/** The case as the analysis sees it. The caller holds the writer lock. */
export class CaseAnalysis implements AnalysisStore {
  readonly #db: Database.Database;
  /** What the store knows of the facts it gave out, without widening the port; `bodies` stays the same object. */
  readonly #loaded = new WeakMap<BodyLookup, RunOrigin>();

  /** Signatures that another version of the signing code made are built anew first. */
  constructor(db: Database.Database) {
    this.#db = db;
    refreshSignatures(db);
  }

  traceHeads(): readonly TraceHead[] {
    return readTraceHeads(this.#db);
  }

  loadRun(_runId: string, traceKeys: readonly number[]): RunFacts {
    const run = loadRun(this.#db, traceKeys);
    const {eventKeys, sources, formats} = run;
    this.#loaded.set(run.bodies, {eventKeys, sources, formats});
    return run;
  }

  analyzedRuns(analysisVersion: string): ReadonlyMap<string, string> {
    return readAnalyzedRuns(this.#db, analysisVersion);
  }

  writeRun(run: AnalyzedRun, analysisVersion: string): void {
    const origin = this.#loaded.get(run.facts.bodies);
    assert(origin !== undefined, 'a run is written with the facts that loadRun gave');
    this.#db
      .transaction(() => {
        writeRun(this.#db, run, {analysisVersion, origin});
      })
      .immediate();
  }

  dropRunsExcept(runIds: ReadonlySet<string>): void {
    const drop = this.#db.prepare(DELETE_RUN);
    this.#db
      .transaction(() => {
        for (const id of this.#db.prepare(ALL_RUN_IDS).pluck().all()) {
          if (!runIds.has(String(id))) drop.run(id);
        }
      })
      .immediate();
  }
}
