import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import type {CallTrack} from '../../view/call-track.js';
import {saysTimeout} from '../../view/error-class.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError, isOk} from '../../view/step-kinds.js';

const thresholds = {
  infoTimeouts: {default: 3, unit: 'timeouts of one tool', reason: 'one or two are bad luck'},
  warnTimeouts: {
    default: 5,
    unit: 'timeouts of one tool',
    reason: 'five waits for nothing: what is asked takes longer than the limit allows',
  },
  minShare: {
    default: 0.5,
    unit: "share of the tool's calls from the first timeout on",
    reason: 'a tool that mostly answers is slow, and not stuck',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Distinct errors that are read in one run. */
const MAX_READS = 20_000;

/** A tool that mostly does not answer in time. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('retry/timeout'),
  version: 1,
  title: 'Timeouts',
  flags: 'A tool whose calls mostly run into their time limit.',
  ignores: [
    'a slow tool that mostly answers',
    'a call that is answered when it is made again',
    'the same call again in a row (judged by loop/error-repeat)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const known = new Map<number, boolean>();
    for (const track of index.tracks) yield* judgeTrack(index, track, {limits, known});
  },
};

function* judgeTrack(
  index: RunIndex,
  track: CallTrack,
  {limits, known}: {readonly limits: Limits; readonly known: Map<number, boolean>},
): Generator<Finding> {
  const {steps} = index.view;
  const lastAnswer = new Map<number, number>();
  for (const step of track.steps) {
    if (step >= 0 && isOk(steps, step)) lastAnswer.set(steps.l3[step] ?? -1, step);
  }
  // Tried again and answered: the wait was long, and not in vain.
  const isAnswered = (call: number, step: number): boolean =>
    call >= 0 && (lastAnswer.get(call) ?? -1) > step;
  const byTool = new Map<number, {readonly late: number[]; calls: number}>();
  for (const step of track.steps) {
    if (step < 0) continue;
    const tool = steps.l0[step] ?? -1;
    const isLate = isError(steps, step) && isTimeout(index, step, known);
    const own = byTool.get(tool);
    if (own === undefined && !isLate) continue;
    const tally = own ?? {late: [], calls: 0};
    byTool.set(tool, tally);
    tally.calls++;
    if (isLate && !isAnswered(steps.l3[step] ?? -1, step)) tally.late.push(step);
  }
  for (const {late, calls} of byTool.values()) {
    if (late.length < limits.infoTimeouts || late.length < limits.minShare * calls) continue;
    yield describe(index, track, late, limits);
  }
}

function isTimeout(index: RunIndex, step: number, known: Map<number, boolean>): boolean {
  const body = index.view.steps.resultBody[step] ?? -1;
  const before = known.get(body);
  if (before !== undefined) return before;
  if (body < 0 || known.size >= MAX_READS) return false;
  const verdict = saysTimeout(index.reader.answer(step) ?? '');
  known.set(body, verdict);
  return verdict;
}

function describe(
  index: RunIndex,
  track: CallTrack,
  late: readonly number[],
  limits: Limits,
): Finding {
  const first = late[0] ?? 0;
  const tool = quoteTool(index, first);
  return buildFactFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps: late,
    provableStep: late[limits.warnTimeouts - 1] ?? late.at(-1) ?? first,
    isRow: false,
    severity: late.length >= limits.warnTimeouts ? 'warning' : 'info',
    confidence: 'high',
    confidenceReason: 'the errors are recorded, and they say so',
    title: `${tool} ran into its time limit ${times(late.length)}`,
    unchanged: 'The time limit, and that most calls of the tool do not answer within it.',
    benign: 'A slow service may answer the next time; most of these calls did not.',
    identity: toWordIdentity(['timeout', index.reader.name(first)]),
    evidence: [
      {step: first, shows: 'first timeout'},
      {step: late.at(-1) ?? first, shows: 'last timeout'},
    ],
    metrics: {timeouts: late.length},
  });
}
