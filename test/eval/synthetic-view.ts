import {OUTCOMES, STEP_KINDS} from '../../src/tree/step-table.js';
import type {StepKind} from '../../src/tree/step-table.js';
import type {RunView} from '../../src/tree/run-view.js';

/** One step of a synthetic run: what is called, and what it answers, as numbers. */
export interface SyntheticStep {
  readonly kind?: StepKind;
  readonly call: number;
  readonly answer: number;
  readonly fails?: boolean;
  readonly lane?: number;
}

/** Pairs of (call, answer) are numbered without collision below this many answers. */
const ANSWERS = 1 << 24;

/**
 * A run of many steps straight as arrays, for timing the rules alone: the tree and the bodies are as
 * small as can be. Names: `tool<call % 16>`.
 */
export function buildSyntheticView(count: number, at: (i: number) => SyntheticStep): RunView {
  const int = (fill = -1): Int32Array => new Int32Array(count).fill(fill);
  const float = (): Float64Array => new Float64Array(count).fill(NaN);
  const cols = {l3: int(), l4: int(), outcomeSig: int(), lane: int(0), name: int(0)};
  const kind = new Uint8Array(count);
  const outcome = new Uint8Array(count);
  const pairs = new Map<number, number>();
  const laneSteps: number[][] = [];
  for (let i = 0; i < count; i++) {
    const step = at(i);
    kind[i] = STEP_KINDS.indexOf(step.kind ?? 'tool');
    outcome[i] = OUTCOMES.indexOf(step.fails === true ? 'error' : 'ok');
    const pair = step.call * ANSWERS + step.answer;
    let l4 = pairs.get(pair);
    if (l4 === undefined) pairs.set(pair, (l4 = pairs.size));
    cols.l3[i] = step.call;
    cols.l4[i] = l4;
    cols.outcomeSig[i] = step.answer;
    cols.lane[i] = step.lane ?? 0;
    cols.name[i] = step.call % 16;
    (laneSteps[step.lane ?? 0] ??= []).push(i);
  }
  const empty = new Int32Array(0);
  const none = new Float64Array(0);
  const strings = Array.from({length: 16}, (_, i) => `tool${i}`);
  const rows = {kind: new Uint8Array(0), status: new Uint8Array(0), flags: new Uint8Array(0)};
  return {
    runId: 'synthetic',
    spans: {
      count: 0, strings, spanKey: none, traceId: empty, spanId: empty, parentId: empty, ...rows,
      startUs: none, endUs: none, name: empty, agentName: empty, agentId: empty, toolName: empty,
      toolCallId: empty, model: empty, errorType: empty, finishReason: empty, roundId: empty,
      branch: empty, inputBody: empty, outputBody: empty, errorBody: empty, inNode: empty,
      outNode: empty, inputTokens: none, outputTokens: none, cachedReadTokens: none,
      cachedWriteTokens: none, reasoningTokens: none,
    },
    tree: {
      count: 0, placeholders: empty, parent: empty, firstChild: empty, nextSibling: empty,
      roots: empty, preOrder: empty, preIndex: empty, size: empty, depth: empty,
      defects: new Uint8Array(0), totalUs: none, selfUs: none, usageCounts: new Uint8Array(0),
      subtreeInputTokens: none, subtreeOutputTokens: none, agentRow: empty,
    },
    steps: {
      count, kind, outcome, flags: new Uint8Array(count), spanRow: int(), eventIndex: int(),
      segment: int(0), round: int(), startUs: float(), endUs: float(), agent: int(),
      l0: cols.name, l1: cols.l3, l2: cols.l3, textSig: kind[0] === 0 ? cols.l3 : int(),
      argsBody: cols.l3, resultBody: cols.outcomeSig, inputTokens: float(), outputTokens: float(),
      cachedReadTokens: float(), ...cols,
    },
    lanes: laneSteps.map((steps) => ({
      agentName: undefined, agentRow: -1, branch: undefined, steps: Int32Array.from(steps),
    })),
    events: [],
    verdicts: [],
    outcome: {value: 'unknown', saidBy: 'synthetic'},
    timeBasis: 'none',
    bodies: {text: (id) => `{"arg":"value ${id}"}`, messages: () => []},
  };
} // prettier-ignore
