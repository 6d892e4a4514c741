import type Database from 'better-sqlite3';
import {OUTCOMES} from '../../tree/step-table.js';
import {CHUNK_ROWS} from '../chunk-layout.js';
import type {StepColumn} from '../chunk-layout.js';
import {ChunkReader} from '../chunk-reader.js';
import type {Chunk} from '../chunk-reader.js';
import * as sql from '../queries/search.js';
import {PLACE_ROLES} from './search-schema.js';
import type {PlaceRole} from './search-schema.js';

const ERROR = OUTCOMES.indexOf('error');

export interface IndexedRun {
  readonly id: number;
  readonly run_id: string;
  readonly steps: number;
  readonly digest: string;
}

interface NodeRow {
  readonly prev_id: number;
  readonly body_id: number;
  readonly start: string | null;
}

const SPOKEN: ReadonlyMap<string, PlaceRole> = new Map<string, PlaceRole>([
  ['system', 'system'],
  ['developer', 'system'],
  ['user', 'user'],
  ['human', 'user'],
  ['assistant', 'assistant'],
  ['ai', 'assistant'],
  ['model', 'assistant'],
  ['tool', 'tool'],
  ['function', 'tool'],
]);

/** Who spoke, from the beginning of a stored message. */
function toSpeaker(start: string | null): PlaceRole {
  const role = /^\{"role":"([^"\\]*)"/.exec(start ?? '')?.[1];
  return SPOKEN.get(role?.toLowerCase() ?? '') ?? 'other';
}

/**
 * Writes where the bodies of one run stand, in one transaction. A message stands where a call first
 * saw it: each conversation node is walked once, so the cost is linear in steps and messages.
 */
export function indexPlaces(
  index: Database.Database,
  caseDb: Database.Database,
  run: IndexedRun,
): void {
  index
    .transaction(() => {
      const runKey = Number(
        index.prepare(sql.INSERT_RUN).run(run.run_id, run.digest).lastInsertRowid,
      );
      const writer = new PlaceWriter(index, caseDb, runKey);
      const chunks = new ChunkReader(caseDb);
      for (let step = 0; step < run.steps; step++) {
        const chunk = chunks.steps(run.id, Math.floor(step / CHUNK_ROWS), run.steps);
        if (chunk === undefined) break;
        writer.write(step, chunk, step % CHUNK_ROWS);
      }
    })
    .immediate();
}

class PlaceWriter {
  readonly #runKey: number;
  readonly #insert: Database.Statement;
  readonly #readNode: Database.Statement;
  readonly #readError: Database.Statement;
  readonly #readEvent: Database.Statement;
  readonly #label: (text: string | undefined) => number;
  readonly #seen = new Set<number>();
  readonly #replies = new Set<number>();

  constructor(index: Database.Database, caseDb: Database.Database, runKey: number) {
    this.#runKey = runKey;
    this.#insert = index.prepare(sql.INSERT_PLACE);
    this.#readNode = caseDb.prepare(sql.NODE_STEP);
    this.#readError = caseDb.prepare(sql.ERROR_BODY).pluck();
    this.#readEvent = caseDb.prepare(sql.EVENT_BODY).pluck();
    this.#label = cacheLabels(index);
  }

  write(step: number, chunk: Chunk<StepColumn>, at: number): void {
    const failed = chunk.get('outcome', at) === ERROR;
    const startUs = chunk.get('startUs', at);
    const about = [
      chunk.get('kind', at),
      this.#label(chunk.text('name', at)),
      this.#label(chunk.text('agent', at)),
      failed ? 1 : 0,
      Number.isNaN(startUs) ? null : Math.round(startUs),
    ];
    const put = (role: PlaceRole, body: unknown): void => {
      if (typeof body !== 'number' || !(body > 0)) return;
      this.#insert.run(body, this.#runKey, step, PLACE_ROLES.indexOf(role), ...about);
    };
    put('arguments', chunk.get('argsBody', at));
    const spanKey = chunk.get('spanKey', at);
    const error = failed && !Number.isNaN(spanKey) ? this.#readError.get(spanKey) : undefined;
    put('error', error);
    // Of a failed call without a result, the analysis takes the error for what came back.
    const result = chunk.get('resultBody', at);
    if (result !== error) put('result', result);
    const eventKey = chunk.get('eventKey', at);
    if (!Number.isNaN(eventKey)) put('event', this.#readEvent.get(eventKey));
    for (const {body_id: body, start} of this.#walkNew(chunk.get('inNode', at))) {
      // The next call sees the reply again: it was told where it was said.
      if (!this.#replies.has(body)) put(toSpeaker(start), body);
    }
    for (const {body_id: body, start} of this.#walkNew(chunk.get('outNode', at))) {
      this.#replies.add(body);
      put(toSpeaker(start), body);
    }
  }

  /** Messages of the conversation up to a node that no earlier step has shown. */
  *#walkNew(last: number): Generator<NodeRow> {
    for (let node = last; node > 0 && !this.#seen.has(node);) {
      this.#seen.add(node);
      const row = this.#readNode.get(node) as NodeRow | undefined;
      if (row === undefined) return;
      yield row;
      node = row.prev_id;
    }
  }
}

/** Numbers of names in the index; the same few come again and again. */
function cacheLabels(index: Database.Database): (text: string | undefined) => number {
  const known = new Map<string, number>();
  const find = index.prepare(sql.FIND_LABEL).pluck();
  const insert = index.prepare(sql.INSERT_LABEL);
  return (text) => {
    if (text === undefined) return 0;
    const cached = known.get(text);
    if (cached !== undefined) return cached;
    const stored = find.get(text);
    const id = typeof stored === 'number' ? stored : Number(insert.run(text).lastInsertRowid);
    known.set(text, id);
    return id;
  };
}
