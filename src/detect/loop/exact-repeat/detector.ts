import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {measureProgress, movesTheWorld, recordsState} from '../../progress.js';
import {isRelativeGesture} from '../../view/acknowledgement.js';
import {getProvenRuns} from '../../view/proven-runs.js';
import type {ProvenRun} from '../../view/proven-runs.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {toRunNature, toRunSteps} from '../../view/run-nature.js';
import type {RunNature} from '../../view/run-nature.js';

const thresholds = {
  infoLaps: {
    default: 3,
    unit: 'equal calls in a row',
    reason: 'first notice of OpenRouter, stella and Cline; two are common after a correction',
  },
  warnLaps: {
    default: 4,
    unit: 'equal calls in a row',
    reason: 'OpenHands stops at 4; Roo asks at the 4th',
  },
  gestureLaps: {
    default: 12,
    unit: 'equal gestures in a row',
    reason: 'a long page is scrolled often; browser-use nudges for the last time at 12',
  },
} as const;

/** One call, again and again, with the same answer. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/exact-repeat'),
  version: 2,
  title: 'Exact repeat',
  flags: 'One call made again and again with the same arguments and the same answer.',
  ignores: [
    'calls whose answers change',
    'polling (judged by loop/polling-no-progress)',
    'failing calls (judged by loop/error-repeat)',
    'equal calls of one model reply (fan-out)',
    'repeats while the recorded state reaches new values',
    'a few gestures that move on from where they are, of which the log does not tell where to',
    'a few calls of several instances of an agent, each of which makes it once or twice',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const run of getProvenRuns(index)) {
      if (run.period === 1 && run.laps >= limits.infoLaps) yield* judge(index, run, limits);
    }
  },
};

function* judge(
  index: RunIndex,
  run: ProvenRun,
  limits: Thresholds<typeof thresholds>,
): Generator<Finding> {
  const nature = toRunNature(index, run);
  if (nature.isPoll || nature.isFailing) return;
  const progress = measureProgress(index, run.track, run.start, run.end);
  const moves = movesTheWorld(progress);
  const steps = toRunSteps(run);
  const tool = quoteTool(index, steps[0] ?? 0);
  const isGesture = isRelativeGesture(index.reader.answer(steps[0] ?? 0) ?? '');
  const warnLaps = isGesture && !recordsState(progress) ? limits.gestureLaps : limits.warnLaps;
  const isShared =
    run.laps < 2 * limits.warnLaps && countMostOfOneInstance(index, steps) < limits.infoLaps;
  const isExcused = moves || isShared || nature.isOpaque;
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: run.track.lane,
    steps,
    period: 1,
    laps: run.laps,
    provableLaps: warnLaps,
    isRow: true,
    severity: run.laps >= warnLaps && !isExcused ? 'warning' : 'info',
    confidence: 'high',
    confidenceReason: 'arguments and results are recorded, and they are equal',
    title: `${tool} was called ${times(run.laps)} in a row with the same arguments and the same answer`,
    unchanged: 'The arguments and the answer, from the first call to the last.',
    benign: explain(nature, {moves, isGesture, isShared}),
    identity: toLoopIdentity(index, nature.lap),
    shows: {
      first: 'first call of the row',
      again: 'same arguments, same answer',
      last: 'last call of the row, still the same answer',
    },
    metrics: {answersPerCall: progress.answersPerCall},
  });
}

interface Excuses {
  readonly moves: boolean;
  readonly isGesture: boolean;
  readonly isShared: boolean;
}

function explain(nature: RunNature, {moves, isGesture, isShared}: Excuses): string {
  if (moves) {
    return 'The recorded state reached new values meanwhile, so the repeats may be checks of real work.';
  }
  if (nature.isOpaque) {
    return 'The log names the file and not the edit: these may be different edits.';
  }
  if (isShared) {
    return 'Several instances of the agent made it, each only once or twice, and none may know of the others.';
  }
  if (isGesture) return 'It moves on from where it is, and the log does not tell where to.';
  return nature.mutates
    ? 'A poll or a retry would explain repeats, but this call changes something each time.'
    : 'It is not known as a poll, and no answer differs from the first.';
}

/** Calls of the agent instance that made the most of them. O(steps). */
function countMostOfOneInstance({view}: RunIndex, steps: readonly number[]): number {
  const counts = new Map<number, number>();
  let most = 0;
  for (const step of steps) {
    const row = view.tree.agentRow[view.steps.spanRow[step] ?? -1] ?? -1;
    const count = (counts.get(row) ?? 0) + 1;
    counts.set(row, count);
    if (count > most) most = count;
  }
  return most;
}
