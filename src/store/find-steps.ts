import type Database from 'better-sqlite3';
import {listTexts, matches} from '../replay/condition/matches.js';
import type {FoundSteps, StepSearch, StoredFinding} from '../replay/reader.js';
import {OUTCOMES} from '../tree/step-table.js';
import {BodySearch} from './body-search.js';
import {CHUNK_ROWS, type StepColumn} from './chunk-layout.js';
import type {Chunk} from './chunk-reader.js';
import {ChunkStepFacts} from './chunk-step-facts.js';
import {READ_ERROR_BODY} from './queries/replay.js';
import type {StepRowReader} from './read-step-rows.js';

/** One call looks at steps for this long: less than half of a frame, so that a key is never kept waiting. */
const CALL_MS = 6;
/** Steps that are looked at in any case: a slow machine gets on too. */
const LEAST_STEPS = 16;
/** Steps returned by one call. */
const MAX_FOUND = 1000;
const ERROR = OUTCOMES.indexOf('error');
/** Nodes of a reply that are looked into. */
const MAX_REPLY_NODES = 16;

export interface SearchedRun {
  readonly key: number;
  readonly steps: number;
  readonly findings: readonly StoredFinding[];
}

/** Finds steps by a condition, a piece of the run a call. */
export class StepFinder {
  readonly #rows: StepRowReader;
  readonly #bodies: BodySearch;
  readonly #readErrorBody: Database.Statement;

  constructor(db: Database.Database, rows: StepRowReader) {
    this.#rows = rows;
    this.#bodies = new BodySearch(db);
    this.#readErrorBody = db.prepare(READ_ERROR_BODY).pluck();
  }

  find(run: SearchedRun, search: StepSearch): FoundSteps {
    const {condition, forward} = search;
    const by = forward ? 1 : -1;
    const limit = Math.min(search.limit, MAX_FOUND);
    const steps: number[] = [];
    const facts = this.#createFacts(run);
    let step = forward ? Math.max(0, search.from) : Math.min(run.steps - 1, search.from);
    const endMs = performance.now() + CALL_MS;
    for (const part of listTexts(condition))
      while (!this.#bodies.prepare(part)) if (performance.now() > endMs) return {steps, next: step};
    let chunk: Chunk<StepColumn> | undefined;
    let number = -1;
    for (let looked = 0; step >= 0 && step < run.steps; step += by, looked++) {
      const isSpent = looked >= LEAST_STEPS && performance.now() > endMs;
      if (steps.length >= limit || isSpent) return {steps, next: step};
      const wanted = Math.floor(step / CHUNK_ROWS);
      if (wanted !== number) {
        number = wanted;
        chunk = this.#rows.chunks.steps(run.key, number, run.steps);
      }
      if (chunk === undefined) continue;
      facts.moveTo(chunk, step % CHUNK_ROWS, step);
      if (matches(condition, facts)) steps.push(step);
    }
    return {steps, next: undefined};
  }

  /** The case has changed, or is closed. */
  forget(): void {
    this.#bodies.forget();
  }

  #createFacts(run: SearchedRun): ChunkStepFacts {
    return new ChunkStepFacts(
      {
        findings: run.findings,
        agentBefore: (step) => {
          const before = this.#rows.place(run, step - 1);
          return before?.chunk.text('agent', before.index);
        },
        holdsText: (chunk, index, part) => this.#holdsText(chunk, index, part),
      },
      EMPTY_CHUNK,
    );
  }

  /** In its arguments, result, error, reply, and the newest message of its prompt. */
  #holdsText(chunk: Chunk<StepColumn>, index: number, part: string): boolean {
    const name = chunk.text('name', index) ?? '';
    if (name.toLowerCase().includes(part)) return true;
    for (const column of ['argsBody', 'resultBody'] as const)
      if (this.#bodies.holds(chunk.get(column, index), part)) return true;
    const eventText = this.#rows.eventBody({chunk, index});
    if (eventText !== undefined && this.#bodies.holds(eventText, part)) return true;
    const spanKey = chunk.get('spanKey', index);
    const hasFailed = chunk.get('outcome', index) === ERROR && !Number.isNaN(spanKey);
    const error = hasFailed ? this.#readErrorBody.get(spanKey) : undefined;
    if (typeof error === 'number' && this.#bodies.holds(error, part)) return true;
    const {messages} = this.#rows;
    const said = messages.replyBodies(chunk.get('outNode', index), MAX_REPLY_NODES);
    if (said.some((body) => this.#bodies.holds(body, part))) return true;
    const newest = messages.newestBody(chunk.get('inNode', index));
    return newest !== undefined && this.#bodies.holds(newest, part);
  }
}

const EMPTY_CHUNK: Chunk<StepColumn> = {
  get: () => NaN,
  text: () => undefined,
  before: {llmCalls: 0, toolCalls: 0, tokens: undefined},
};
