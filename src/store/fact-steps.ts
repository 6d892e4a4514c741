import type Database from 'better-sqlite3';
import {unpackColumns} from './packed-columns.js';
import {READ_FACT_STEPS, READ_RUN_TRACES, READ_SPAN_FACT_IDS} from './queries/replay.js';

/** Records of one span, and traces of one run, that are looked at (STYLE H5). */
const MAX_FACTS = 64;
const MAX_TRACES = 1000;

/** Which step a span or an event became. Each look-up reads one chunk. */
export class FactSteps {
  readonly #readChunk: Database.Statement;
  readonly #readFacts: Database.Statement;
  readonly #readTraces: Database.Statement;

  constructor(db: Database.Database) {
    this.#readChunk = db.prepare(READ_FACT_STEPS);
    this.#readFacts = db.prepare(READ_SPAN_FACT_IDS).pluck();
    this.#readTraces = db.prepare(READ_RUN_TRACES).pluck();
  }

  /** Step of a fact; undefined where it is no step. O(log n). */
  ofFact(runKey: number, factId: number): number | undefined {
    const row = this.#readChunk.get(runKey, factId) as
      {readonly count: number; readonly packed: Buffer} | undefined;
    if (row === undefined) return undefined;
    const [keys, steps] = unpackColumns(row.packed, 2, row.count);
    const at = keys?.indexOf(factId) ?? -1;
    return at < 0 ? undefined : steps?.[at];
  }

  /** Step of a span of one trace, by its id in the log. */
  ofSpan(runKey: number, traceKey: number, spanId: string): number | undefined {
    for (const fact of this.#readFacts.all({1: traceKey, 2: spanId, 3: MAX_FACTS})) {
      const step = this.ofFact(runKey, Number(fact));
      if (step !== undefined) return step;
    }
    return undefined;
  }

  /** As `ofSpan`, in whichever trace of the run. */
  inRun(runKey: number, spanId: string): number | undefined {
    for (const trace of this.#readTraces.all(runKey, MAX_TRACES)) {
      const step = this.ofSpan(runKey, Number(trace), spanId);
      if (step !== undefined) return step;
    }
    return undefined;
  }
}
