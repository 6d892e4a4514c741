import type Database from 'better-sqlite3';
import type {HarnessVerdict} from '../model/facts.js';
import type {TimeBasis} from '../model/kinds.js';
import type {RunOutcome} from '../tree/run-view.js';
import {READ_TRACE_FACTS, READ_TRACE_VERDICTS} from './queries/run-facts.js';
import type {FactRange} from './read-spans.js';

interface TraceFactRow {
  readonly name: string | null;
  readonly time_basis: TimeBasis | null;
  readonly outcome: RunOutcome['value'] | null;
  readonly outcome_said_by: string | null;
}

interface VerdictRow {
  readonly span_id: string | null;
  readonly kind: HarnessVerdict['kind'];
  readonly said: string;
  readonly said_by: string;
  readonly value: number | null;
  readonly time_us: number | null;
}

/** Weakest last: a run is worth no more than its worst clock. */
const TIME_BASES: readonly TimeBasis[] = ['utc', 'naive-local', 'none'];

/** What a run says of itself as a whole, gathered trace by trace. */
export class RunHead {
  readonly verdicts: HarnessVerdict[] = [];
  #told: RunOutcome | undefined;
  #basis: TimeBasis | undefined;

  read(
    db: Database.Database,
    trace: {readonly key: number; readonly id: string},
    range: FactRange,
  ): void {
    const bounds = [trace.key, range.firstId, range.lastId];
    for (const found of db.prepare(READ_TRACE_FACTS).iterate(...bounds)) {
      const row = found as TraceFactRow;
      if (row.outcome !== null) {
        this.#told = {value: row.outcome, saidBy: row.outcome_said_by ?? 'the log'};
      }
      if (row.time_basis !== null) this.#basis = toWeaker(this.#basis, row.time_basis);
    }
    for (const found of db.prepare(READ_TRACE_VERDICTS).iterate(...bounds)) {
      this.verdicts.push(toVerdict(found as VerdictRow, trace.id));
    }
  }

  /** The outcome the log states, else the harness's last word on success or failure. */
  buildOutcome(): RunOutcome {
    if (this.#told !== undefined) return this.#told;
    const last = this.verdicts.findLast(({kind}) => kind === 'success' || kind === 'failure');
    return last === undefined
      ? {value: 'unknown', saidBy: 'the log does not tell'}
      : {value: last.kind === 'success' ? 'succeeded' : 'failed', saidBy: last.saidBy};
  }

  /** @param hasTimes some span has a start: a source that says nothing of its clock is taken as UTC. */
  buildTimeBasis(hasTimes: boolean): TimeBasis {
    return this.#basis ?? (hasTimes ? 'utc' : 'none');
  }
}

function toWeaker(a: TimeBasis | undefined, b: TimeBasis): TimeBasis {
  return a === undefined || TIME_BASES.indexOf(b) > TIME_BASES.indexOf(a) ? b : a;
}

function toVerdict(row: VerdictRow, traceId: string): HarnessVerdict {
  return {
    traceId,
    kind: row.kind,
    said: row.said,
    saidBy: row.said_by,
    ...(row.span_id === null ? {} : {spanId: row.span_id}),
    ...(row.value === null ? {} : {value: row.value}),
    ...(row.time_us === null ? {} : {timeUs: row.time_us}),
  };
}
