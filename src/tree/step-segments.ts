import type {OrderedSteps} from './order-steps.js';
import type {RunEvent} from './run-view.js';
import type {SpanTable} from './span-table.js';

/**
 * Segment of each step, numbered over the run: no sequence is compared across a border. A lane's
 * segment ends at a real user turn (one without a span is a turn for every lane), at a new task from a tool call (each delegation brings its
 * own input), and at a new trace of several steps (one trace per turn is normal). Traces of a single step follow each other without a
 * border: some logs make a trace of every call. O(steps).
 */
export function buildSegments(
  spans: SpanTable,
  ordered: OrderedSteps,
  context: {
    readonly lane: Int32Array;
    readonly events: readonly RunEvent[];
    readonly delegation: Int32Array;
  },
): Int32Array {
  const {lane, events, delegation} = context;
  const stepsOfTrace = countStepsOfTraces(spans, ordered);
  const segment = new Int32Array(ordered.count);
  const states: LaneState[] = [];
  let turn = 0;
  let segments = 0;
  for (let step = 0; step < ordered.count; step++) {
    const number = lane[step] ?? 0;
    const row = ordered.spanRow[step] ?? -1;
    const event = events[ordered.eventIndex[step] ?? -1];
    const isTurn = event?.kind === 'user-turn' && !event.synthetic;
    if (isTurn && event.spanRow < 0) turn++;
    const state = (states[number] ??= {segment: -1, turn: 0, trace: -1, task: -1});
    const task = row < 0 ? state.task : (delegation[row] ?? -1);
    const trace = row < 0 ? state.trace : (spans.traceId[row] ?? -1);
    const isNewTrace =
      trace !== state.trace && state.trace >= 0 && (stepsOfTrace.get(trace) ?? 0) > 1;
    const isBorder = isTurn || state.turn !== turn || task !== state.task || isNewTrace;
    if (state.segment < 0 || isBorder) state.segment = segments++;
    state.turn = turn;
    state.task = task;
    state.trace = trace;
    segment[step] = state.segment;
  }
  return segment;
}

interface LaneState {
  segment: number;
  turn: number;
  trace: number;
  task: number;
}

function countStepsOfTraces(
  spans: SpanTable,
  {spanRow}: OrderedSteps,
): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const row of spanRow) {
    if (row < 0) continue;
    const trace = spans.traceId[row] ?? -1;
    counts.set(trace, (counts.get(trace) ?? 0) + 1);
  }
  return counts;
}
