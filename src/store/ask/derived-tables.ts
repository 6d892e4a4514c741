import type Database from 'better-sqlite3';
import {toSpanKind, toStatus} from '../../tree/span-table.js';
import {OUTCOMES, STEP_FLAG, STEP_KINDS} from '../../tree/step-table.js';
import {CHUNK_ROWS} from '../chunk-layout.js';
import type {StepColumn} from '../chunk-layout.js';
import {ChunkReader} from '../chunk-reader.js';
import {CONVERSATION_NODE} from '../queries/ask.js';
import {readRunKeys} from './run-keys.js';
import type {RunKey} from './run-keys.js';
import {StepColumns} from './step-columns.js';

type Cell = string | number | bigint | null;

/** Columns of `step_rows`; signatures are numbers: equal number = equal identity, NULL = not recorded. */
export const STEP_ROW_COLUMNS = [
  'run_id', 'step', 'kind', 'name', 'agent', 'lane', 'segment', 'round', 'depth', 'pre', 'outcome',
  'synthetic', 'redacted', 'start_us', 'duration_us', 'input_tokens', 'output_tokens',
  'cached_read_tokens', 'fact_id', 'event_id', 'arguments_body', 'result_body', 'in_node',
  'out_node', 'name_sig', 'intent_sig', 'target_sig', 'call_sig', 'outcome_sig', 'proven_sig',
  'text_sig',
] as const; // prettier-ignore

/** Columns of `node_rows`: every row of the call trees, and the steps that are events, with what is known of both. */
export const NODE_ROW_COLUMNS = [
  'run_id', 'pre', 'end_pre', 'parent_pre', 'depth', 'subtree_size', 'kind', 'name', 'agent',
  'status', 'outcome', 'step', 'lane', 'start_us', 'duration_us', 'input_tokens', 'output_tokens',
  'fact_id', 'arguments_body', 'result_body', 'call_sig',
] as const; // prettier-ignore

/**
 * Makes the packed rows of the analysis tables that SQL can read. They take the beginning of a run id:
 * `step_rows('4bf9')`; without one they hold all runs. `thread(node_id)` is a conversation, oldest first.
 *
 * @param db the connection that the statements run on.
 * @param rows a second connection to the same case: a table function may not use one that is busy.
 */
export function registerDerivedTables(db: Database.Database, rows: Database.Database): void {
  db.table('step_rows', {
    columns: [...STEP_ROW_COLUMNS],
    parameters: ['of_run'],
    *rows(ofRun: unknown) {
      for (const run of readRunKeys(rows, toPrefix(ofRun))) yield* readSteps(rows, run);
    },
  });
  db.table('node_rows', {
    columns: [...NODE_ROW_COLUMNS],
    parameters: ['of_run'],
    *rows(ofRun: unknown) {
      for (const run of readRunKeys(rows, toPrefix(ofRun))) yield* readNodes(rows, run);
    },
  });
  db.table('thread_rows', {
    columns: ['place', 'node', 'body'],
    parameters: ['of_node'],
    *rows(ofNode: unknown) {
      yield* readThread(rows, Number(ofNode));
    },
  });
}

function toPrefix(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** SQL has no NaN: what the log does not tell is NULL. Whole numbers stay integers. */
function toCell(value: number): Cell {
  if (Number.isNaN(value)) return null;
  return Number.isSafeInteger(value) ? BigInt(value) : value;
}

/** Numbers of bodies, nodes, rounds and signatures: below 0 is none. */
function toNumberCell(value: number): Cell {
  return value >= 0 ? BigInt(value) : null;
}

const NUMBERED: readonly StepColumn[] = [
  'argsBody', 'resultBody', 'inNode', 'outNode', 'l0', 'l1', 'l2', 'l3', 'outcomeSig', 'l4', 'textSig',
]; // prettier-ignore

function* readSteps(db: Database.Database, run: RunKey): Generator<Cell[]> {
  const chunks = new ChunkReader(db);
  for (let step = 0; step < run.steps; step++) {
    const chunk = chunks.steps(run.key, Math.floor(step / CHUNK_ROWS), run.steps);
    if (chunk === undefined) return;
    const at = step % CHUNK_ROWS;
    const flags = chunk.get('flags', at);
    yield [
      run.runId,
      BigInt(step + 1),
      STEP_KINDS[chunk.get('kind', at)] ?? 'other',
      chunk.text('name', at) ?? null,
      chunk.text('agent', at) ?? null,
      toCell(chunk.get('lane', at)),
      toCell(chunk.get('segment', at)),
      toNumberCell(chunk.get('round', at)),
      toCell(chunk.get('depth', at)),
      toNumberCell(chunk.get('pre', at)),
      OUTCOMES[chunk.get('outcome', at)] ?? 'unresolved',
      (flags & STEP_FLAG.synthetic) === 0 ? 0n : 1n,
      (flags & STEP_FLAG.redacted) === 0 ? 0n : 1n,
      toCell(chunk.get('startUs', at)),
      toCell(chunk.get('durationUs', at)),
      toCell(chunk.get('inputTokens', at)),
      toCell(chunk.get('outputTokens', at)),
      toCell(chunk.get('cachedReadTokens', at)),
      toCell(chunk.get('spanKey', at)),
      toCell(chunk.get('eventKey', at)),
      ...NUMBERED.map((column) => toNumberCell(chunk.get(column, at))),
    ];
  }
}

function* readNodes(db: Database.Database, run: RunKey): Generator<Cell[]> {
  const chunks = new ChunkReader(db);
  const steps = new StepColumns(db, run);
  for (let pre = 0; pre < run.treeRows; pre++) {
    const chunk = chunks.tree(run.key, Math.floor(pre / CHUNK_ROWS), run.treeRows);
    if (chunk === undefined) return;
    const at = pre % CHUNK_ROWS;
    const step = chunk.get('step', at);
    const size = Math.max(1, chunk.get('size', at));
    yield [
      run.runId,
      BigInt(pre),
      BigInt(pre + size),
      toCell(chunk.get('parent', at)),
      toCell(chunk.get('depth', at)),
      toCell(size),
      toSpanKind(chunk.get('kind', at)),
      steps.name(step) ?? chunk.text('name', at) ?? null,
      chunk.text('agent', at) ?? null,
      toStatus(chunk.get('status', at)),
      step >= 0 ? (OUTCOMES[steps.get('outcome', step)] ?? 'unresolved') : null,
      step >= 0 ? BigInt(step + 1) : null,
      toCell(steps.get('lane', step)),
      toCell(steps.get('startUs', step)),
      toCell(chunk.get('durationUs', at)),
      toCell(chunk.get('inputTokens', at)),
      toCell(chunk.get('outputTokens', at)),
      toCell(chunk.get('spanKey', at)),
      toNumberCell(steps.get('argsBody', step)),
      toNumberCell(steps.get('resultBody', step)),
      toNumberCell(steps.get('l3', step)),
    ];
  }
  yield* readEventNodes(chunks, run);
}

/** Steps that are events stand in no call tree; they have a lane all the same. */
function* readEventNodes(chunks: ChunkReader, run: RunKey): Generator<Cell[]> {
  for (let step = 0; step < run.steps; step++) {
    const chunk = chunks.steps(run.key, Math.floor(step / CHUNK_ROWS), run.steps);
    if (chunk === undefined) return;
    const at = step % CHUNK_ROWS;
    if (chunk.get('pre', at) >= 0) continue;
    yield [
      run.runId,
      null,
      null,
      null,
      null,
      null,
      STEP_KINDS[chunk.get('kind', at)] ?? 'other',
      chunk.text('name', at) ?? null,
      chunk.text('agent', at) ?? null,
      null,
      OUTCOMES[chunk.get('outcome', at)] ?? 'unresolved',
      BigInt(step + 1),
      toCell(chunk.get('lane', at)),
      toCell(chunk.get('startUs', at)),
      null,
      null,
      null,
      null,
      toNumberCell(chunk.get('argsBody', at)),
      toNumberCell(chunk.get('resultBody', at)),
      toNumberCell(chunk.get('l3', at)),
    ];
  }
}

interface NodeRow {
  readonly prev_id: number;
  readonly depth: number;
  readonly body_id: number;
}

/** O(messages): the chain is walked from its end once, then told from its beginning. */
function* readThread(db: Database.Database, last: number): Generator<Cell[]> {
  const read = db.prepare(CONVERSATION_NODE);
  const chain: {node: number; body: number}[] = [];
  for (let node = last; node > 0;) {
    const row = read.get(node) as NodeRow | undefined;
    if (row === undefined) break;
    chain.push({node, body: row.body_id});
    node = row.prev_id;
  }
  for (const [index, {node, body}] of chain.reverse().entries()) {
    yield [BigInt(index + 1), BigInt(node), BigInt(body)];
  }
}
