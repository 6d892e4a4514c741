import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {ALL_LANES} from '../../finding/build-finding.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {saysRateLimit} from '../../view/error-class.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError, KIND} from '../../view/step-kinds.js';

const thresholds = {
  minErrors: {
    default: 10,
    unit: 'rate limits met',
    reason: 'clients retry a handful of times by themselves',
  },
  minShare: {
    default: 0.3,
    unit: 'share of the calls in that stretch',
    reason: 'below, most calls get through and the limit does its work',
  },
  minLanes: {
    default: 2,
    unit: 'agents or branches that meet it',
    reason: 'one alone is a retry storm; several share one limit and hold each other up',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Distinct errors that are read. */
const MAX_READS = 20_000;

/** Many agents against one limit. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('retry/rate-limit-cascade'),
  version: 1,
  title: 'Rate-limit cascade',
  flags: 'Several agents or branches that run into a rate limit together, again and again.',
  ignores: [
    'one agent that is limited (judged by retry/retry-storm)',
    'a limit met now and then in a long run',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const hits = listHits(index);
    if (hits.length < limits.minErrors) return;
    const lanes = new Set(hits.map((step) => view.steps.lane[step] ?? 0));
    const [first, last] = [hits[0] ?? 0, hits.at(-1) ?? 0];
    const calls = countCalls(index, first, last);
    const share = hits.length / Math.max(1, calls);
    if (lanes.size < limits.minLanes || share < limits.minShare) return;
    yield describe(index, hits, {lanes: lanes.size, share}, limits);
  },
};

function listHits(index: RunIndex): readonly number[] {
  const {steps, spans} = index.view;
  const known = new Map<number, boolean>();
  const hits: number[] = [];
  for (let step = 0; step < steps.count; step++) {
    const kind = steps.kind[step];
    if ((kind !== KIND.llm && kind !== KIND.tool) || !isError(steps, step)) continue;
    const type = spans.strings[spans.errorType[steps.spanRow[step] ?? -1] ?? -1] ?? '';
    const body = steps.resultBody[step] ?? -1;
    let isHit = known.get(body);
    if (isHit === undefined && known.size < MAX_READS) {
      isHit = saysRateLimit(index.reader.answer(step) ?? '');
      if (body >= 0) known.set(body, isHit);
    }
    if (isHit === true || saysRateLimit(type)) hits.push(step);
  }
  return hits;
}

function countCalls({view}: RunIndex, first: number, last: number): number {
  let calls = 0;
  for (let step = first; step <= last; step++) {
    const kind = view.steps.kind[step];
    if (kind === KIND.llm || kind === KIND.tool) calls++;
  }
  return calls;
}

function describe(
  index: RunIndex,
  hits: readonly number[],
  {lanes, share}: {readonly lanes: number; readonly share: number},
  limits: Limits,
): ReturnType<typeof buildFactFinding> {
  const first = hits[0] ?? 0;
  return buildFactFinding(index, {
    rule: detector.id,
    lane: ALL_LANES,
    steps: hits,
    provableStep: hits[limits.minErrors - 1] ?? first,
    isRow: false,
    severity: 'warning',
    confidence: 'high',
    confidenceReason: 'the errors are recorded, and they say so',
    title: `${lanes} agents or branches met a rate limit ${hits.length} times, in ${Math.round(share * 100)}% of the calls meanwhile`,
    unchanged: 'The limit: each that waits and tries again takes from the others.',
    benign: 'A limit that is met now and then does its work; here it is met by several at once.',
    identity: toWordIdentity(['rate-limit-cascade']),
    evidence: [
      {step: first, shows: 'first time the limit is met'},
      {step: hits.at(-1) ?? first, shows: 'last time'},
    ],
    metrics: {rateLimits: hits.length, lanes, share},
  });
}
