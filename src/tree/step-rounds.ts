import type {OrderedSteps} from './order-steps.js';
import {PairIndex} from './pair-index.js';
import type {SpanTable} from './span-table.js';
import {toStepKindCode} from './step-rows.js';

const LLM = toStepKindCode('llm');
const TOOL = toStepKindCode('tool');
const HANDOFF = toStepKindCode('handoff');

/**
 * Round of each step: the calls of one model reply, and the reply itself, share a number. The log's
 * round id decides. Without one, a call joins the reply before it in its lane if it is the first after
 * it, its child, or overlaps a call of that round; calls that overlap share a round without a reply too. Otherwise -1: calls
 * one after the other may come from one reply or from replies that were not recorded. O(steps).
 */
export function buildRounds(
  spans: SpanTable,
  parent: Int32Array,
  ordered: OrderedSteps,
  lane: Int32Array,
): Int32Array {
  const builder = new RoundBuilder(spans, parent, ordered, lane);
  return builder.build();
}

interface LaneState {
  /** Row of the last reply; -1 for none since the last change of state. */
  replyRow: number;
  replyRound: number;
  /** Steps since the reply. */
  calls: number;
  /** Last call, its round (-1: alone so far) and when the calls of that group end. */
  lastStep: number;
  groupEndUs: number;
}

class RoundBuilder {
  readonly #spans: SpanTable;
  readonly #parent: Int32Array;
  readonly #ordered: OrderedSteps;
  readonly #lane: Int32Array;
  readonly #round: Int32Array;
  readonly #named = new PairIndex();
  readonly #roundOfName: number[] = [];
  #rounds = 0;

  constructor(spans: SpanTable, parent: Int32Array, ordered: OrderedSteps, lane: Int32Array) {
    this.#spans = spans;
    this.#parent = parent;
    this.#ordered = ordered;
    this.#lane = lane;
    this.#round = new Int32Array(ordered.count).fill(-1);
  }

  build(): Int32Array {
    const states: LaneState[] = [];
    for (let step = 0; step < this.#ordered.count; step++) {
      const state = (states[this.#lane[step] ?? 0] ??= newLaneState());
      const kind = this.#ordered.kind[step];
      const row = this.#ordered.spanRow[step] ?? -1;
      if (kind === LLM) this.#addReply(state, step, row);
      else if ((kind === TOOL || kind === HANDOFF) && row >= 0) this.#addCall(state, step, row);
      else closeRound(state);
    }
    return this.#round;
  }

  #addReply(state: LaneState, step: number, row: number): void {
    const named = this.#findNamedRound(row);
    const round = named >= 0 ? named : this.#rounds++;
    this.#round[step] = round;
    closeRound(state);
    state.replyRow = row;
    state.replyRound = round;
  }

  #addCall(state: LaneState, step: number, row: number): void {
    const named = this.#findNamedRound(row);
    const overlaps = (this.#spans.startUs[row] ?? NaN) < state.groupEndUs;
    const isOfReply =
      state.replyRow >= 0 && (state.calls === 0 || this.#parent[row] === state.replyRow);
    if (named >= 0) this.#round[step] = named;
    else if (isOfReply) this.#round[step] = state.replyRound;
    else if (overlaps && state.lastStep >= 0) this.#joinLast(state.lastStep, step);
    const endUs = this.#spans.endUs[row] ?? NaN;
    state.groupEndUs = overlaps && !(endUs > state.groupEndUs) ? state.groupEndUs : endUs;
    state.lastStep = step;
    state.calls++;
  }

  #joinLast(last: number, step: number): void {
    if (this.#round[last] === -1) this.#round[last] = this.#rounds++;
    this.#round[step] = this.#round[last] ?? -1;
  }

  #findNamedRound(row: number): number {
    const roundId = this.#spans.roundId[row] ?? -1;
    if (roundId < 0) return -1;
    const name = this.#named.intern(this.#spans.traceId[row] ?? -1, roundId);
    return (this.#roundOfName[name] ??= this.#rounds++);
  }
}

function newLaneState(): LaneState {
  return {replyRow: -1, replyRound: -1, calls: 0, lastStep: -1, groupEndUs: NaN};
}

function closeRound(state: LaneState): void {
  state.replyRow = -1;
  state.replyRound = -1;
  state.calls = 0;
  state.lastStep = -1;
  state.groupEndUs = NaN;
}
