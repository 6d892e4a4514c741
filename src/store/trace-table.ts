import type Database from 'better-sqlite3';
import {ADD_EXTENT, FIND_TRACE, INSERT_TRACE} from './queries/facts.js';
import {RecentMap} from './recent-map.js';
import {toInteger} from './sql-values.js';

const MAX_RECENT = 20_000;

interface Extent {
  firstSeq: number;
  lastSeq: number;
  facts: number;
  spans: number;
  firstUs: number | undefined;
  sessionId: string | undefined;
}

/** Traces by id and scope, and which part of which version speaks of them. */
export class TraceTable {
  readonly #find: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #addExtent: Database.Statement;
  readonly #recent = new RecentMap<string, number>(MAX_RECENT);
  /** Facts of one trace mostly follow each other. */
  #last = {traceId: '', scopeSourceId: -1, id: 0};
  /** What the open transaction adds, by trace. */
  #extents = new Map<number, Extent>();

  constructor(db: Database.Database) {
    this.#find = db.prepare(FIND_TRACE).pluck();
    this.#insert = db.prepare(INSERT_TRACE);
    this.#addExtent = db.prepare(ADD_EXTENT);
  }

  /** @param scopeSourceId 0 for ids that are unique in the world. */
  intern(traceId: string, scopeSourceId: number): number {
    if (traceId === this.#last.traceId && scopeSourceId === this.#last.scopeSourceId) {
      return this.#last.id;
    }
    const key = `${String(scopeSourceId)} ${traceId}`;
    const known = this.#recent.get(key) ?? this.#find.get(traceId, scopeSourceId);
    const id =
      typeof known === 'number'
        ? known
        : Number(this.#insert.run(traceId, scopeSourceId).lastInsertRowid);
    this.#recent.set(key, id);
    this.#last = {traceId, scopeSourceId, id};
    return id;
  }

  /** Notes a fact of the trace. */
  touch(
    traceKey: number,
    seq: number,
    fact: {
      readonly isSpan: boolean;
      readonly timeUs?: number | undefined;
      readonly sessionId?: string | undefined;
    },
  ): void {
    let extent = this.#extents.get(traceKey);
    if (extent === undefined) {
      extent = {
        firstSeq: seq,
        lastSeq: seq,
        facts: 0,
        spans: 0,
        firstUs: undefined,
        sessionId: undefined,
      };
      this.#extents.set(traceKey, extent);
    }
    extent.lastSeq = seq;
    extent.facts++;
    if (fact.isSpan) extent.spans++;
    if (
      fact.timeUs !== undefined &&
      !(extent.firstUs !== undefined && extent.firstUs <= fact.timeUs)
    ) {
      extent.firstUs = fact.timeUs;
    }
    extent.sessionId ??= fact.sessionId;
  }

  /** Before COMMIT. */
  flush(versionId: number): void {
    for (const [traceKey, extent] of this.#extents) {
      this.#addExtent.run(
        traceKey,
        versionId,
        extent.firstSeq,
        extent.lastSeq,
        extent.facts,
        extent.spans,
        toInteger(extent.firstUs),
        extent.sessionId ?? null,
      );
    }
    this.#extents = new Map();
  }
}
