import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {measureProgress, movesTheWorld} from '../../progress.js';
import {getProvenRuns} from '../../view/proven-runs.js';
import type {ProvenRun} from '../../view/proven-runs.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {toRunNature, toRunSteps} from '../../view/run-nature.js';

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
} as const;

/** One call, again and again, with the same answer. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/exact-repeat'),
  version: 1,
  title: 'Exact repeat',
  flags: 'One call made again and again with the same arguments and the same answer.',
  ignores: [
    'calls whose answers change',
    'polling (judged by loop/polling-no-progress)',
    'failing calls (judged by loop/error-repeat)',
    'equal calls of one model reply (fan-out)',
    'repeats while the recorded state reaches new values',
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
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: run.track.lane,
    steps,
    period: 1,
    laps: run.laps,
    provableLaps: limits.warnLaps,
    isRow: true,
    severity: run.laps >= limits.warnLaps && !moves && !nature.isOpaque ? 'warning' : 'info',
    confidence: 'high',
    confidenceReason: 'arguments and results are recorded, and they are equal',
    title: `${tool} was called ${times(run.laps)} in a row with the same arguments and the same answer`,
    unchanged: 'The arguments and the answer, from the first call to the last.',
    benign: moves
      ? 'The recorded state reached new values meanwhile, so the repeats may be checks of real work.'
      : nature.isOpaque
        ? 'The log names the file and not the edit: these may be different edits.'
        : nature.mutates
          ? 'A poll or a retry would explain repeats, but this call changes something each time.'
          : 'It is not known as a poll, and no answer differs from the first.',
    identity: toLoopIdentity(index, nature.lap),
    shows: {
      first: 'first call of the row',
      again: 'same arguments, same answer',
      last: 'last call of the row, still the same answer',
    },
    metrics: {answersPerCall: progress.answersPerCall},
  });
}
