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
import {toLapNature, toRunNature, toRunSteps} from '../../view/run-nature.js';
import {findNoisyCycles, MIN_NOISY_LAPS} from './noisy-cycles.js';
import type {NoisyCycle} from './noisy-cycles.js';

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
  version: 2,
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
    for (const cycle of findNoisyCycles(index)) yield* judgeNoisy(index, cycle);
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

/** Only an accusation: what the strays excuse, looser rules may still look at. */
function* judgeNoisy(index: RunIndex, cycle: NoisyCycle): Generator<Finding> {
  const {track, places, period, laps, strays} = cycle;
  const nature = toLapNature(index, track, places.slice(0, period));
  if (nature.isPoll || nature.isOpaque || nature.distinctCalls < 2) return;
  const [first, last] = [places[0] ?? 0, places.at(-1) ?? 0];
  const progress = measureProgress(index, track, first, last + 1);
  if (movesTheWorld(progress)) return;
  const between = strays === 1 ? 'one other call' : `${strays} other calls`;
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps: places.map((place) => track.steps[place] ?? -1),
    period,
    laps,
    provableLaps: MIN_NOISY_LAPS,
    isRow: false,
    severity: 'warning',
    confidence: 'medium',
    confidenceReason: `arguments and results are equal lap for lap, but for ${between} in between`,
    title: `${quoteLap(index, nature.lap)} ran in a circle: ${laps} laps of ${period} calls with the same answers, ${between} in between`,
    unchanged: 'Every call of the lap: its arguments and its answer.',
    benign: 'New work would show in most laps; here most hold nothing but the circle.',
    identity: toLoopIdentity(index, nature.lap),
    shows: {
      first: 'first lap begins',
      again: 'second lap begins: same calls, same answers',
      last: 'last call of the circle',
    },
    metrics: {answersPerCall: progress.answersPerCall, strays},
  });
}
