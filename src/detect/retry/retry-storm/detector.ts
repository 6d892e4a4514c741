import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {classifyError} from '../../view/error-class.js';
import {measurePace} from '../../view/pace.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError, isOk, KIND} from '../../view/step-kinds.js';

const thresholds = {
  hopeless: {
    default: 3,
    unit: 'failures of one request that no retry can cure',
    reason: 'a refused key or a malformed request fails the same way every time',
  },
  retryable: {
    default: 6,
    unit: 'failures of one request in a row',
    reason: 'SDKs retry 2 to 5 times by themselves (OpenAI and Anthropic clients: 2)',
  },
  nested: {
    default: 4,
    unit: 'failures in all, where retries run inside retries',
    reason: 'two levels of two attempts: the levels multiply',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** A model request that is sent again and again although it keeps failing. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('retry/retry-storm'),
  version: 1,
  title: 'Retry storm',
  flags: 'One model request sent again and again although it keeps failing.',
  ignores: ['a few retries that back off and succeed', 'failures with other work between them'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const lane of view.lanes.keys()) {
      for (const storm of findFailingRequests(index, lane))
        yield* judge(index, lane, storm, limits);
    }
  },
};

interface Storm {
  readonly attempts: readonly number[];
  /** The same request at last succeeded. */
  readonly succeeded: number;
}

/** Maximal rows of failing attempts of one request, nothing but notes between them. O(lane). */
function* findFailingRequests(index: RunIndex, lane: number): Generator<Storm> {
  const {steps, lanes} = index.view;
  let row: number[] = [];
  for (const step of lanes[lane]?.steps ?? []) {
    const kind = steps.kind[step];
    if (kind === KIND.retry || kind === KIND.state || kind === KIND.compaction) continue;
    const previous = row.at(-1);
    const again =
      kind === KIND.llm && previous !== undefined && isSameRequest(index, previous, step);
    if (again && isError(steps, step)) {
      row.push(step);
      continue;
    }
    if (row.length > 1) yield {attempts: row, succeeded: again && isOk(steps, step) ? step : -1};
    row = kind === KIND.llm && isError(steps, step) ? [step] : [];
  }
  if (row.length > 1) yield {attempts: row, succeeded: -1};
}

/** By the request itself, or by its conversation; attempts that record neither are one request. */
function isSameRequest({view}: RunIndex, a: number, b: number): boolean {
  const {steps, spans} = view;
  if (steps.name[a] !== steps.name[b]) return false;
  const same = (one: number, other: number): boolean | undefined =>
    one < 0 || other < 0 ? undefined : one === other;
  const node = (step: number): number => spans.inNode[steps.spanRow[step] ?? -1] ?? -1;
  return same(steps.l3[a] ?? -1, steps.l3[b] ?? -1) ?? same(node(a), node(b)) ?? true;
}

function* judge(index: RunIndex, lane: number, storm: Storm, limits: Limits): Generator<Finding> {
  const {attempts, succeeded} = storm;
  const {view} = index;
  let hopeless = 0;
  for (const step of attempts) if (readClass(index, step) === 'permanent') hopeless++;
  const groups = countGroups(index, attempts);
  const isNested = groups.length > 1 && groups.every((size) => size > 1);
  const isStorm =
    hopeless >= limits.hopeless ||
    attempts.length >= limits.retryable ||
    (isNested && attempts.length >= limits.nested);
  if (!isStorm && attempts.length < limits.hopeless) return;
  const pace = measurePace(view, succeeded < 0 ? attempts : [...attempts, succeeded]);
  const legitimate = succeeded >= 0 && pace.backsOff;
  const name = quoteTool(index, attempts[0] ?? 0);
  const layers = isNested ? `, ${groups.length} rounds of retries inside each other` : '';
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane,
    steps: attempts,
    period: 1,
    laps: attempts.length,
    provableLaps: hopeless >= limits.hopeless ? limits.hopeless : limits.retryable,
    isRow: true,
    severity: isStorm && !legitimate ? 'warning' : 'info',
    confidence: (view.steps.l3[attempts[0] ?? -1] ?? -1) >= 0 ? 'high' : 'medium',
    confidenceReason: 'the failures are recorded, and nothing else was done between them',
    title: `The request to ${name} failed ${times(attempts.length)} in a row${layers}`,
    unchanged:
      hopeless >= limits.hopeless
        ? 'The request, and an error that no retry can cure.'
        : 'The request. Every attempt failed.',
    benign: legitimate
      ? 'It waited longer each time and succeeded in the end: a legitimate retry.'
      : pace.backsOff
        ? 'It waited longer each time, but it never succeeded.'
        : 'A legitimate retry would wait longer each time and give up, or succeed, after a few.',
    identity: toWordIdentity(['retry-storm', index.reader.name(attempts[0] ?? 0)]),
    shows: {
      first: 'first failure',
      again: 'sent again, failed again',
      last: 'last failure of the row',
    },
    metrics: {permanentErrors: hopeless, ...(isNested ? {retryLayers: groups.length} : {})},
  });
}

function readClass(index: RunIndex, step: number): 'permanent' | 'transient' | 'unknown' {
  const {spans, steps} = index.view;
  const type = spans.strings[spans.errorType[steps.spanRow[step] ?? -1] ?? -1] ?? '';
  return classifyError(`${type} ${index.reader.answer(step) ?? ''}`);
}

/** Attempts by the span that holds them. */
function countGroups({view}: RunIndex, attempts: readonly number[]): readonly number[] {
  const sizes = new Map<number, number>();
  for (const step of attempts) {
    const parent = view.tree.parent[view.steps.spanRow[step] ?? -1] ?? -1;
    sizes.set(parent, (sizes.get(parent) ?? 0) + 1);
  }
  return [...sizes.values()];
}
