import type Database from 'better-sqlite3';
import {OUTCOMES, STEP_KINDS} from '../tree/step-table.js';
import {CHUNK_ROWS, STEP_COLUMNS} from './chunk-layout.js';
import type {StepColumn} from './chunk-layout.js';
import {closeCase, openCaseForReading} from './open-case.js';
import {unpackColumns} from './packed-columns.js';
import {LIST_NODES, LIST_RUN_CHUNKS} from './queries/call-samples.js';

/** One call of a model or a tool, as the analysis stored it. NaN and -1: the log does not tell. */
export interface CallSample {
  readonly runId: string;
  readonly step: number;
  readonly kind: 'llm' | 'tool';
  readonly name: string;
  readonly agent: string;
  readonly startUs: number;
  readonly durationUs: number;
  readonly isError: boolean;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Conversation before and after a model call. */
  readonly inNode: number;
  readonly outNode: number;
}

const LLM = STEP_KINDS.indexOf('llm');
const TOOL = STEP_KINDS.indexOf('tool');
const ERROR = OUTCOMES.indexOf('error');

interface ChunkRow {
  readonly chunk: number;
  readonly strings: string;
  readonly packed: Buffer;
  readonly steps: number;
}

/** The stored calls of many runs, in bulk: reviews look at all of them. Reads only, takes no lock. */
export class CallSamples {
  readonly #db: Database.Database;

  private constructor(db: Database.Database) {
    this.#db = db;
  }

  /** @throws UserError if there is no case, or it cannot be read. */
  static open(casePath: string): CallSamples {
    return new CallSamples(openCaseForReading(casePath));
  }

  /** In step order; one chunk is in memory at a time. */
  *ofRun(runId: string): Generator<CallSample> {
    for (const found of this.#db.prepare(LIST_RUN_CHUNKS).iterate(runId)) {
      yield* readChunk(runId, found as ChunkRow);
    }
  }

  /**
   * For every conversation node the number of the first one with the same messages: ids of tool calls, which
   * differ in every run, tell nodes apart and messages not. Equal number = the same input, exactly. O(nodes).
   */
  sameMessages(): (nodeId: number) => number {
    const numbers = new Map<number, number>();
    const byContent = new Map<string, number>();
    for (const row of this.#db.prepare(LIST_NODES).raw().iterate()) {
      const [id, previous, body] = row as [number, number, number];
      const key = `${String(numbers.get(previous) ?? 0)} ${String(body)}`;
      const first = byContent.get(key);
      if (first === undefined) byContent.set(key, id);
      numbers.set(id, first ?? id);
    }
    return (nodeId) => numbers.get(nodeId) ?? -1;
  }

  close(): void {
    closeCase(this.#db);
  }
}

function* readChunk(
  runId: string,
  {chunk, strings, packed, steps}: ChunkRow,
): Generator<CallSample> {
  const first = chunk * CHUNK_ROWS;
  const count = Math.min(CHUNK_ROWS, steps - first);
  const columns = unpackColumns(packed, STEP_COLUMNS.length, count);
  const texts = JSON.parse(strings) as readonly string[];
  const get = (name: StepColumn, row: number): number =>
    columns[STEP_COLUMNS.indexOf(name)]?.[row] ?? NaN;
  for (let row = 0; row < count; row++) {
    const kind = get('kind', row);
    if (kind !== LLM && kind !== TOOL) continue;
    yield {
      runId,
      step: first + row,
      kind: kind === LLM ? 'llm' : 'tool',
      name: texts[get('name', row)] ?? '',
      agent: texts[get('agent', row)] ?? '',
      startUs: get('startUs', row),
      durationUs: get('durationUs', row),
      isError: get('outcome', row) === ERROR,
      inputTokens: get('inputTokens', row),
      outputTokens: get('outputTokens', row),
      inNode: get('inNode', row),
      outNode: get('outNode', row),
    };
  }
}
