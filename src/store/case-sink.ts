import type Database from 'better-sqlite3';
import type {
  FactSink,
  ResumePoint,
  SiblingHash,
  SourceCandidate,
  SourceCounts,
  SourceEnd,
  SourceSession,
  SourceStart,
} from '../ingest/sink.js';
import {hasSameSiblings, joinSiblings} from '../ingest/siblings.js';
import {assert} from '../model/assert.js';
import type {Fact} from '../model/facts.js';
import type {JsonValue} from '../model/json.js';
import {CaseTables} from './case-tables.js';
import {dropOpenVersions, dropVersion} from './drop-version.js';
import {FactWriter} from './fact-writer.js';
import * as sql from './queries/versions.js';
import {toCanonicalJson} from './canonical-json.js';
import {refreshSignatures} from './refresh-signatures.js';
import {VERSION_STRIDE} from './schema.js';

/** Facts per transaction: larger ones bring no speed, and a kill loses little. */
export const FACTS_PER_TRANSACTION = 5000;

interface VersionRow {
  readonly id: number;
  readonly parser_id: string;
  readonly parser_version: number;
  readonly container: string;
  readonly prefix_bytes: number;
  readonly prefix_sha256: string;
  readonly total_bytes: number;
  readonly total_sha256: string;
  readonly next_offset: number;
  readonly next_line: number;
  readonly torn_tail: string | null;
  readonly siblings: string | null;
}

/** What the sink makes of a candidate, before a session is opened: `SourceStart` without it. */
export type JudgedSource =
  | {readonly kind: 'unchanged'; readonly counts: SourceCounts}
  | {readonly kind: 'new' | 'rewritten'}
  | {readonly kind: 'grown'; readonly resume: ResumePoint};

/** The case as the ingest sees it. One session at a time; the caller holds the writer lock. */
export class CaseSink implements FactSink {
  readonly #db: Database.Database;
  #tables: CaseTables;
  #isSessionOpen = false;

  constructor(db: Database.Database) {
    this.#db = db;
    dropOpenVersions(db);
    // Before memory holds any of them: afterwards they are only added to.
    refreshSignatures(db);
    this.#tables = new CaseTables(db);
  }

  async beginSource(candidate: SourceCandidate): Promise<SourceStart> {
    assert(!this.#isSessionOpen, 'one source session at a time');
    const judged = await this.judgeSource(candidate);
    return judged.kind === 'unchanged' ? judged : this.openSource(candidate, judged);
  }

  /** What `beginSource` would say, without opening a session: any number of sources may be judged ahead. */
  async judgeSource(candidate: SourceCandidate): Promise<JudgedSource> {
    const live = this.#findLive(candidate.path);
    if (live === undefined) return {kind: 'new'};
    const {row, sourceId} = live;
    if (row.parser_id !== candidate.parserId || row.parser_version !== candidate.parserVersion) {
      return {kind: 'rewritten'};
    }
    if (!(await hasSameSiblings(candidate, readSiblings(row)))) return {kind: 'rewritten'};
    if (
      candidate.sizeBytes === row.total_bytes &&
      (await candidate.hashPrefix(row.total_bytes)) === row.total_sha256
    ) {
      return {kind: 'unchanged', counts: this.#readCounts(sourceId, row)};
    }
    if (
      candidate.resumable &&
      candidate.container === row.container &&
      candidate.sizeBytes > row.prefix_bytes &&
      (await candidate.hashPrefix(row.prefix_bytes)) === row.prefix_sha256
    ) {
      const state = this.#readCheckpoint(sourceId);
      return {kind: 'grown', resume: {offset: row.next_offset, line: row.next_line, state}};
    }
    return {kind: 'rewritten'};
  }

  /** Opens the session of a source that was judged, and that nobody has written since. */
  openSource(
    candidate: SourceCandidate,
    judged: Exclude<JudgedSource, {readonly kind: 'unchanged'}>,
  ): Exclude<SourceStart, {readonly kind: 'unchanged'}> {
    assert(!this.#isSessionOpen, 'one source session at a time');
    const sourceId = this.#internSource(candidate.path);
    if (judged.kind !== 'grown') {
      return {kind: judged.kind, session: this.#openSession(candidate, sourceId, undefined)};
    }
    const live = this.#findLive(candidate.path)?.row;
    const base = live === undefined ? undefined : {id: live.id, siblings: readSiblings(live)};
    return {...judged, session: this.#openSession(candidate, sourceId, base)};
  }

  /** Merges what the indexes hold back; call once before the case is closed. */
  close(): void {
    this.#db.transaction(() => {
      this.#tables.flush({mergeIndex: true});
    })();
  }

  #openSession(
    candidate: SourceCandidate,
    sourceId: number,
    base: SessionBase | undefined,
  ): SourceSession {
    const versionId = Number(
      this.#db
        .prepare(sql.INSERT_VERSION)
        .run(
          sourceId,
          base?.id ?? null,
          candidate.parserId,
          candidate.parserVersion,
          candidate.idScope,
          candidate.container,
        ).lastInsertRowid,
    );
    this.#isSessionOpen = true;
    const scopeSourceId = candidate.idScope === 'global' ? 0 : sourceId;
    const version = {id: versionId, scopeSourceId, sourceId, base};
    return new CaseSession(this.#db, this.#tables, version, (wasWritten) => {
      this.#isSessionOpen = false;
      // Memory may know rows that a rollback has taken away.
      if (!wasWritten) this.#tables = new CaseTables(this.#db);
    });
  }

  #findLive(path: string): {readonly sourceId: number; readonly row: VersionRow} | undefined {
    const sourceId = this.#db.prepare(sql.FIND_SOURCE).pluck().get(path);
    if (typeof sourceId !== 'number') return undefined;
    const row = this.#db.prepare(sql.READ_LIVE_VERSION).get(sourceId) as VersionRow | undefined;
    return row === undefined ? undefined : {sourceId, row};
  }

  #internSource(path: string): number {
    const found = this.#db.prepare(sql.FIND_SOURCE).pluck().get(path);
    if (typeof found === 'number') return found;
    return Number(this.#db.prepare(sql.INSERT_SOURCE).run(path).lastInsertRowid);
  }

  #readCounts(sourceId: number, live: VersionRow): SourceCounts {
    const sums = this.#db.prepare(sql.SUM_LIVE_COUNTS).get(sourceId) as SourceCounts;
    const torn = live.torn_tail === null ? 0 : 1;
    return {present: sums.present + torn, read: sums.read, refused: sums.refused + torn};
  }

  #readCheckpoint(sourceId: number): JsonValue {
    const text = this.#db.prepare(sql.READ_CHECKPOINT).pluck().get(sourceId);
    return typeof text === 'string' ? (JSON.parse(text) as JsonValue) : null;
  }
}

/** The version that a session goes on from. */
interface SessionBase {
  readonly id: number;
  readonly siblings: readonly SiblingHash[];
}

function readSiblings({siblings}: VersionRow): readonly SiblingHash[] {
  return siblings === null ? [] : (JSON.parse(siblings) as readonly SiblingHash[]);
}

/** Writes one version in transactions of about FACTS_PER_TRANSACTION facts. */
class CaseSession implements SourceSession {
  readonly #db: Database.Database;
  readonly #version: {
    readonly id: number;
    readonly sourceId: number;
    readonly base: SessionBase | undefined;
  };
  readonly #writer: FactWriter;
  readonly #onEnd: (wasWritten: boolean) => void;
  #inTransaction = 0;
  #isOpen = true;

  constructor(
    db: Database.Database,
    tables: CaseTables,
    version: {
      readonly id: number;
      readonly scopeSourceId: number;
      readonly sourceId: number;
      readonly base: SessionBase | undefined;
    },
    onEnd: (wasWritten: boolean) => void,
  ) {
    this.#db = db;
    this.#version = version;
    this.#writer = new FactWriter(db, tables, version);
    this.#onEnd = onEnd;
  }

  write(facts: readonly Fact[]): Promise<void> {
    assert(this.#isOpen, 'write after the end of a session');
    for (const fact of facts) {
      if (this.#inTransaction === 0) this.#db.exec('BEGIN IMMEDIATE');
      this.#writer.write(fact);
      if (++this.#inTransaction >= FACTS_PER_TRANSACTION) this.#commit();
    }
    return Promise.resolve();
  }

  finish(end: SourceEnd): Promise<void> {
    assert(this.#isOpen, 'a session ends once');
    const {id, sourceId, base} = this.#version;
    if (this.#inTransaction === 0) this.#db.exec('BEGIN IMMEDIATE');
    this.#inTransaction++;
    const first = id * VERSION_STRIDE;
    this.#writer.flush({mergeIndex: false});
    this.#db.prepare(sql.FILL_SPAN_LOOKUP).run(id, first, first + VERSION_STRIDE);
    if (base === undefined) this.#db.prepare(sql.SUPERSEDE).run(sourceId);
    else this.#db.prepare(sql.CLEAR_TORN_TAIL).run(base.id);
    const siblings = joinSiblings(base?.siblings ?? [], end.siblings ?? []);
    const {checkpoint} = this.#writer;
    this.#db
      .prepare(sql.FINISH_VERSION)
      .run(
        end.prefixBytes,
        end.prefixSha256,
        end.totalBytes,
        end.totalSha256,
        end.offset,
        end.line,
        end.counts.present,
        end.counts.read,
        end.counts.refused,
        this.#writer.factCount,
        end.tornTail === undefined ? null : JSON.stringify(end.tornTail),
        checkpoint === undefined ? null : toCanonicalJson(checkpoint),
        siblings.length === 0 ? null : JSON.stringify(siblings),
        id,
      );
    this.#commit();
    this.#isOpen = false;
    this.#onEnd(true);
    return Promise.resolve();
  }

  abandon(): Promise<void> {
    if (!this.#isOpen) return Promise.resolve();
    if (this.#inTransaction > 0) this.#db.exec('ROLLBACK');
    this.#inTransaction = 0;
    this.#isOpen = false;
    dropVersion(this.#db, this.#version.id);
    this.#onEnd(false);
    return Promise.resolve();
  }

  #commit(): void {
    this.#writer.flush({mergeIndex: false});
    this.#db.exec('COMMIT');
    this.#inTransaction = 0;
  }
}
