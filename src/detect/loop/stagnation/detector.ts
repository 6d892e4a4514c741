import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {isAcknowledgement, isPendingState} from '../../view/answer-nature.js';
import type {CallTrack} from '../../view/call-track.js';
import {findSameAnswers} from '../../view/same-answers.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';

const thresholds = {
  warnCalls: {
    default: 6,
    unit: 'calls with one answer',
    reason: 'stella: 6; zeroclaw: 5, which healthy searches reach',
  },
  minCalls: {
    default: 3,
    unit: 'different arguments',
    reason: 'below, it is a repeat of equal calls',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Members whose nature is looked at: calls of one tool are of one kind. */
const LOOKS = 8;

/** The arguments move, the answer does not. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/stagnation'),
  version: 1,
  title: 'Stagnation',
  flags: 'One tool asked in ever other ways that gives the same answer every time.',
  ignores: [
    'tools that change something: their "ok" is the same by nature',
    'answers that only confirm, or that only say "pending"',
    'a tool that gave another answer in between',
    'a shell that runs different programs',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const track of index.tracks) {
      for (const places of findSameAnswers(index, track, limits.warnCalls)) {
        yield* judge(index, track, places, limits);
      }
    }
  },
};

function* judge(
  index: RunIndex,
  track: CallTrack,
  places: readonly number[],
  limits: Limits,
): Generator<Finding> {
  const calls = new Set(places.map((place) => track.call[place]));
  if (calls.size < limits.minCalls) return;
  const steps = places.map((place) => track.steps[place] ?? -1);
  const answer = index.reader.answer(steps[0] ?? -1);
  if (answer === undefined || isAcknowledgement(answer) || isPendingState(answer)) return;
  const spared = steps.slice(0, LOOKS).some((step) => {
    const nature = index.reader.nature(step);
    return nature.mutates || nature.waits;
  });
  if (spared) return;
  const tool = quoteTool(index, steps[0] ?? 0);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps,
    period: 1,
    laps: steps.length,
    provableLaps: limits.warnCalls,
    isRow: false,
    severity: 'warning',
    confidence: 'medium',
    confidenceReason:
      'the answers are recorded and equal; the arguments may be attempts worth making',
    title: `${tool} was asked in ${calls.size} different ways and gave the same answer ${times(steps.length)}`,
    unchanged: 'The answer. Only the arguments moved.',
    benign: 'A search over many targets would find something now and then; this one never did.',
    identity: toLoopIdentity(index, steps.slice(0, 1)),
    shows: {
      first: 'first of the equal answers',
      again: 'other arguments, same answer',
      last: 'last of the equal answers',
    },
    metrics: {differentCalls: calls.size},
  });
}
