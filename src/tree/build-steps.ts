import {assignLanes} from './assign-lanes.js';
import type {LaneAssignment} from './assign-lanes.js';
import type {CallTree} from './call-tree.js';
import {orderSteps} from './order-steps.js';
import type {OrderedSteps} from './order-steps.js';
import type {Lane} from './run-view.js';
import {fromSpanKind} from './span-table.js';
import type {SpanTable} from './span-table.js';
import type {StepFacts} from './step-facts.js';
import {readOutcome, readStepFlags, toOutcomeCode} from './step-outcome.js';
import {buildRounds} from './step-rounds.js';
import {findStepRows} from './step-rows.js';
import {buildSegments} from './step-segments.js';
import {buildStepSignatures} from './step-signatures.js';
import {STEP_FLAG} from './step-table.js';
import type {StepTable} from './step-table.js';
import {buildStepTokens} from './step-tokens.js';

const TOOL = fromSpanKind('tool');
const LLM = fromSpanKind('llm');
const AGENT = fromSpanKind('agent');
const HANDOFF = fromSpanKind('handoff');

export interface BuiltSteps {
  readonly steps: StepTable;
  readonly lanes: readonly Lane[];
  /** The run's spans; `strings` may have grown by names of events. Use it with `steps` from now on. */
  readonly spans: SpanTable;
}

/** Steps, lanes, segments and rounds of a run (DESIGN section 2). Iterative, O(n log n). */
export function buildSteps(facts: StepFacts, tree: CallTree): BuiltSteps {
  const {events} = facts;
  const spans = addEventNames(facts);
  const stepKind = findStepRows(spans, tree, events);
  const assignment = assignLanes(spans, tree, stepKind);
  const ordered = orderSteps(spans, stepKind, events);
  const {lane, lanes} = collectLanes(facts, ordered, assignment);
  const names = readNames(facts, spans, tree, ordered);
  const columns = readColumns(facts, spans, tree, ordered);
  const steps: StepTable = {
    ...ordered,
    ...columns,
    ...buildStepSignatures(facts, ordered, names.name),
    ...names,
    lane,
    segment: buildSegments(spans, ordered, {lane, events, delegation: assignment.delegation}),
    round: buildRounds(spans, tree.parent, ordered, lane),
  };
  return {steps, lanes, spans};
}

/** Event names become strings of the run, so that a step's name is a number for both kinds. */
function addEventNames({spans, events}: StepFacts): SpanTable {
  const wanted = new Set(events.map((event) => event.name));
  for (const text of spans.strings) {
    if (wanted.size === 0) return spans;
    wanted.delete(text);
  }
  return wanted.size === 0 ? spans : {...spans, strings: [...spans.strings, ...wanted]};
}

interface CollectedLanes {
  readonly lane: Int32Array;
  readonly lanes: readonly Lane[];
}

/** Lanes that have steps, numbered by their first step. */
function collectLanes(
  {events}: StepFacts,
  ordered: OrderedSteps,
  {lanes, stepLane, innerLane}: LaneAssignment,
): CollectedLanes {
  const {count} = ordered;
  const lane = new Int32Array(count).fill(-1);
  // Backwards: an event without a span belongs to the lane of the step it leads to.
  let following = -1;
  for (let step = count - 1; step >= 0; step--) {
    const row = ordered.spanRow[step] ?? -1;
    const event = events[ordered.eventIndex[step] ?? -1];
    const at = event?.spanRow ?? -1;
    if (row >= 0) following = stepLane[row] ?? 0;
    const isStart = event?.kind === 'agent-start';
    if (row >= 0) lane[step] = following;
    else if (at >= 0) lane[step] = (isStart ? stepLane[at] : innerLane[at]) ?? 0;
    else lane[step] = following;
  }
  const numberOf = new Int32Array(lanes.length).fill(-1);
  const sizes: number[] = [];
  let previous = 0;
  for (let step = 0; step < count; step++) {
    const raw = (lane[step] ?? -1) < 0 ? previous : (lane[step] ?? 0);
    previous = raw;
    if (numberOf[raw] === -1) numberOf[raw] = sizes.push(0) - 1;
    const number = numberOf[raw] ?? 0;
    lane[step] = number;
    sizes[number] = (sizes[number] ?? 0) + 1;
  }
  return {lane, lanes: fillLanes(lane, lanes, numberOf, sizes)};
}

function fillLanes(
  lane: Int32Array,
  heads: LaneAssignment['lanes'],
  numberOf: Int32Array,
  sizes: readonly number[],
): readonly Lane[] {
  const all = new Int32Array(lane.length);
  const starts = new Int32Array(sizes.length + 1);
  for (const [number, size] of sizes.entries()) starts[number + 1] = (starts[number] ?? 0) + size;
  const next = starts.slice();
  for (const [step, number] of lane.entries()) {
    all[next[number] ?? 0] = step;
    next[number] = (next[number] ?? 0) + 1;
  }
  const filled: Lane[] = [];
  for (const [raw, head] of heads.entries()) {
    const number = numberOf[raw] ?? -1;
    if (number < 0) continue;
    filled[number] = {...head, steps: all.subarray(starts[number], starts[number + 1])};
  }
  return filled;
}

type Names = Pick<StepTable, 'name' | 'agent'>;

function readNames(
  {events}: StepFacts,
  spans: SpanTable,
  tree: CallTree,
  ordered: OrderedSteps,
): Names {
  const name = new Int32Array(ordered.count).fill(-1);
  const agent = new Int32Array(ordered.count).fill(-1);
  const eventNames = new Map<string, number>();
  for (const event of events) eventNames.set(event.name, -1);
  if (eventNames.size > 0) {
    for (const [i, text] of spans.strings.entries())
      if (eventNames.has(text)) eventNames.set(text, i);
  }
  for (let step = 0; step < ordered.count; step++) {
    const row = ordered.spanRow[step] ?? -1;
    const event = events[ordered.eventIndex[step] ?? -1];
    name[step] = row >= 0 ? nameOf(spans, row) : (eventNames.get(event?.name ?? '') ?? -1);
    agent[step] = agentOf(spans, tree, row >= 0 ? row : (event?.spanRow ?? -1));
  }
  return {name, agent};
}

/** A call is named by what is called: tool, model, agent; by its span where that is not told. */
function nameOf(spans: SpanTable, row: number): number {
  const kind = spans.kind[row];
  let own = -1;
  if (kind === LLM) own = spans.model[row] ?? -1;
  else if (kind === TOOL || kind === HANDOFF) own = spans.toolName[row] ?? -1;
  else if (kind === AGENT) own = spans.agentName[row] ?? -1;
  return own >= 0 ? own : (spans.name[row] ?? -1);
}

function agentOf(spans: SpanTable, tree: CallTree, row: number): number {
  if (row < 0) return -1;
  const own = spans.agentName[row] ?? -1;
  if (own >= 0) return own;
  const agentRow = tree.agentRow[row] ?? -1;
  return agentRow < 0 ? -1 : nameOf(spans, agentRow);
}

type Columns = Pick<
  StepTable,
  | 'startUs'
  | 'endUs'
  | 'outcome'
  | 'flags'
  | 'argsBody'
  | 'resultBody'
  | 'inputTokens'
  | 'outputTokens'
  | 'cachedReadTokens'
>;

function readColumns(
  facts: StepFacts,
  spans: SpanTable,
  tree: CallTree,
  ordered: OrderedSteps,
): Columns {
  const {count} = ordered;
  const startUs = new Float64Array(count);
  const endUs = new Float64Array(count);
  const outcome = new Uint8Array(count);
  const flags = new Uint8Array(count);
  const argsBody = new Int32Array(count).fill(-1);
  const resultBody = new Int32Array(count).fill(-1);
  const stepOfRow = new Int32Array(tree.count).fill(-1);
  for (let step = 0; step < count; step++) {
    const row = ordered.spanRow[step] ?? -1;
    if (row < 0) {
      const event = facts.events[ordered.eventIndex[step] ?? -1];
      startUs[step] = event?.timeUs ?? NaN;
      endUs[step] = event?.timeUs ?? NaN;
      outcome[step] = toOutcomeCode('ok');
      flags[step] = event?.synthetic ? STEP_FLAG.synthetic : 0;
      continue;
    }
    stepOfRow[row] = step;
    startUs[step] = spans.startUs[row] ?? NaN;
    endUs[step] = spans.endUs[row] ?? NaN;
    outcome[step] = toOutcomeCode(readOutcome(facts, row));
    flags[step] = readStepFlags(facts, row);
    argsBody[step] = spans.inputBody[row] ?? -1;
    const output = spans.outputBody[row] ?? -1;
    resultBody[step] = output >= 0 ? output : (spans.errorBody[row] ?? -1);
  }
  const tokens = buildStepTokens(spans, tree, stepOfRow, count);
  return {startUs, endUs, outcome, flags, argsBody, resultBody, ...tokens};
}
