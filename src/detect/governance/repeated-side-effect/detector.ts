import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {ALL_LANES} from '../../finding/build-finding.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isOk, KIND} from '../../view/step-kinds.js';
import {toEffect} from './effect.js';

const thresholds = {
  infoTimes: {
    default: 3,
    unit: 'times the same effect succeeded',
    reason: 'twice may be a retry after an answer that was lost',
  },
  warnTimes: {
    default: 10,
    unit: 'times the same effect succeeded',
    reason:
      'whoever gets ten equal messages of one run calls; a digest or a reminder comes a few times',
  },
  finalTimes: {
    default: 2,
    unit: 'times, for what cannot be taken back',
    reason: 'two equal payments are one too many',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** The same thing done to the world more than once. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('governance/repeated-side-effect'),
  version: 2,
  title: 'Repeated side effect',
  flags: 'The same message, post, push or payment made more than once, each time with success.',
  ignores: [
    'files written again with the same content: the result is the same',
    'calls that failed, or whose outcome is not recorded',
    'equal effects of different replayed sessions',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const groups = new Map<number, number[]>();
    for (const track of index.tracks) {
      for (const [place, step] of track.steps.entries()) {
        const call = track.call[place] ?? -1;
        if (step < 0 || call < 0 || view.steps.kind[step] !== KIND.tool || !isOk(view.steps, step))
          continue;
        const group = groups.get(call);
        if (group === undefined) groups.set(call, [step]);
        else group.push(step);
      }
    }
    for (const steps of groups.values()) yield* judge(index, steps, limits);
  },
};

function* judge(index: RunIndex, group: number[], limits: Limits): Generator<Finding> {
  if (group.length < Math.min(limits.infoTimes, limits.finalTimes)) return;
  const first = group[0] ?? 0;
  const effect = toEffect(index.reader.name(first), index.reader.args(first));
  if (effect === undefined) return;
  if (group.length < (effect === 'final' ? limits.finalTimes : limits.infoTimes)) return;
  const steps = group.sort((a, b) => a - b);
  const tool = quoteTool(index, first);
  const answers = new Set(steps.map((step) => index.view.steps.l4[step] ?? -1)).size;
  yield buildFactFinding(index, {
    rule: detector.id,
    lane: ALL_LANES,
    steps,
    provableStep: steps[limits.finalTimes - 1] ?? first,
    isRow: false,
    severity:
      answers === 1 && (effect === 'final' || steps.length >= limits.warnTimes)
        ? 'warning'
        : 'info',
    confidence: 'high',
    confidenceReason: 'the arguments are recorded and equal, and each call succeeded',
    title: `${tool} did the same thing ${times(steps.length)}, each time with success`,
    unchanged: 'Who or what it was done to, and its content.',
    benign:
      effect === 'final'
        ? 'A service that knows the request may have done it once; the log does not tell.'
        : 'A reminder or a heartbeat is sent again on purpose.',
    identity: toLoopIdentity(index, [first]),
    evidence: [
      {step: first, shows: 'first time'},
      {step: steps[1] ?? first, shows: 'the same again'},
      {step: steps.at(-1) ?? first, shows: 'last time'},
    ],
    metrics: {times: steps.length},
  });
}
