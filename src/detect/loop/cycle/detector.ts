import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteLap} from '../../finding/words.js';
import {measureProgress, movesTheWorld} from '../../progress.js';
import {getProvenRuns} from '../../view/proven-runs.js';
import type {ProvenRun} from '../../view/proven-runs.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {toRunNature, toRunSteps} from '../../view/run-nature.js';

const thresholds = {
  warnLaps: {
    default: 3,
    unit: 'laps',
    reason: 'two laps are a legitimate second pass (OpenClaw, stella, Hermes: 3)',
  },
} as const;

/** A row of calls that starts over again and again with the same answers. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/cycle'),
  version: 1,
  title: 'Cycle',
  flags: 'A row of two or more calls that starts over with the same arguments and answers.',
  ignores: [
    'a second pass over a batch (two laps)',
    'a poll beside a wait (judged by loop/polling-no-progress)',
    'one call with two alternating answers (judged by loop/low-novelty)',
    'laps in which any answer is new',
    'laps with an edit of which only the file is recorded',
    'laps during which the recorded state reaches new values',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const run of getProvenRuns(index)) {
      if (run.period > 1 && run.laps >= limits.warnLaps) yield* judge(index, run, limits);
    }
  },
};

function* judge(
  index: RunIndex,
  run: ProvenRun,
  limits: Thresholds<typeof thresholds>,
): Generator<Finding> {
  const nature = toRunNature(index, run);
  if (nature.isPoll || nature.distinctCalls < 2) return;
  const progress = measureProgress(index, run.track, run.start, run.end);
  const moves = movesTheWorld(progress);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: run.track.lane,
    steps: toRunSteps(run),
    period: run.period,
    laps: run.laps,
    provableLaps: limits.warnLaps,
    isRow: true,
    severity: moves || nature.isOpaque ? 'info' : 'warning',
    confidence: nature.isOpaque ? 'low' : 'high',
    confidenceReason: nature.isOpaque
      ? 'the log names the file that is edited in each lap, but not the edit'
      : 'arguments and results are recorded, and they are equal lap for lap',
    title: `${quoteLap(index, nature.lap)} ran in a circle: ${run.laps} laps of ${run.period} calls, the same answers each time`,
    unchanged: 'Every call of the lap: its arguments and its answer.',
    benign: nature.isOpaque
      ? 'Each lap edits a file and the log does not tell how: it may be an edit-and-test cycle.'
      : moves
        ? 'The recorded state reached new values meanwhile, so the laps may be steps of real work.'
        : 'A second pass would end after two laps; polling or paging would bring a new answer.',
    identity: toLoopIdentity(index, nature.lap),
    shows: {
      first: 'first lap begins',
      again: 'second lap begins: same calls, same answers',
      last: 'last call of the circle',
    },
    metrics: {answersPerCall: progress.answersPerCall},
  });
}
