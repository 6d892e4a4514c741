import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteLap, times} from '../../finding/words.js';
import {measurePace} from '../../view/pace.js';
import type {Pace} from '../../view/pace.js';
import {getProvenRuns} from '../../view/proven-runs.js';
import type {ProvenRun} from '../../view/proven-runs.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {toRunNature, toRunSteps} from '../../view/run-nature.js';
import {isOk} from '../../view/step-kinds.js';

const thresholds = {
  infoLaps: {default: 5, unit: 'equal answers in a row', reason: 'below, a poll is no news'},
  warnLaps: {
    default: 10,
    unit: 'equal answers in a row',
    reason: 'OpenClaw warns at 10; Hermes and Qwen exempt pollers for a few',
  },
  patientLaps: {
    default: 30,
    unit: 'equal answers in a row',
    reason: 'with growing gaps a poll is cheap: OpenClaw breaks at 30',
  },
  watchSeconds: {
    default: 30,
    unit: 'seconds between looks of a watch',
    reason: 'heartbeats and health checks come in half minutes and more; a loop is faster',
  },
  maxMinutes: {
    default: 15,
    unit: 'minutes of equal answers without back-off',
    reason: 'detection.md 3.3; most jobs an agent waits for are shorter',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** A wait that is never answered. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/polling-no-progress'),
  version: 2,
  title: 'Polling without progress',
  flags: 'A poll that gets the same answer too often or too long, and is never resolved.',
  ignores: [
    'a poll whose answer changes at last',
    'a few equal answers',
    'a poll that backs off',
    'a paced watch whose object lives',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const run of getProvenRuns(index)) {
      if (run.laps >= Math.min(limits.infoLaps, limits.warnLaps)) yield* judge(index, run, limits);
    }
  },
};

function* judge(index: RunIndex, run: ProvenRun, limits: Limits): Generator<Finding> {
  const nature = toRunNature(index, run);
  if (!nature.isPoll) return;
  const steps = toRunSteps(run);
  const pace = measurePace(
    index.view,
    steps.filter((_, i) => i % run.period === 0),
  );
  const resolved = isResolved(index, run, nature.lap);
  const isWatch = nature.isWatch && !Number.isNaN(pace.spanUs) && isPaced(pace, run, limits);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: run.track.lane,
    steps,
    period: run.period,
    laps: run.laps,
    provableLaps: limits.warnLaps,
    isRow: true,
    severity: !resolved && !isWatch && isTooMuch(run, pace, limits) ? 'warning' : 'info',
    confidence: 'high',
    confidenceReason: 'arguments and results are recorded, and they are equal',
    title: `${quoteLap(index, nature.lap)} asked ${times(run.laps)} and got the same answer`,
    unchanged: 'The question and the answer: what was waited for did not come about.',
    benign: explain({resolved, isWatch}, pace),
    identity: toLoopIdentity(index, nature.lap),
    shows: {
      first: 'first time it asked',
      again: 'asked again, same answer',
      last: resolved ? 'last equal answer before it changed' : 'last time it asked, same answer',
    },
    ...(Number.isNaN(pace.spanUs) ? {} : {metrics: {waitedSeconds: pace.spanUs / 1e6}}),
  });
}

function isTooMuch(run: ProvenRun, pace: Pace, limits: Limits): boolean {
  if (pace.backsOff) return run.laps >= limits.patientLaps;
  return run.laps >= limits.warnLaps || pace.spanUs > limits.maxMinutes * 60e6;
}

/** On average a look takes its time, as a watch does and a loop does not. */
function isPaced({spanUs}: Pace, {laps}: ProvenRun, {watchSeconds}: Limits): boolean {
  return spanUs >= watchSeconds * 1e6 * (laps - 1);
}

/** The next answer to one of the questions is another one, and no error. */
function isResolved(index: RunIndex, run: ProvenRun, lap: readonly number[]): boolean {
  const {track, end, period} = run;
  const {l3} = index.view.steps;
  for (let place = end; place < Math.min(track.steps.length, end + 2 * period); place++) {
    const step = track.steps[place] ?? -1;
    if (step < 0) continue;
    const asked = lap.some((before) => l3[before] === l3[step]);
    if (asked && isOk(index.view.steps, step) && (track.proven[place] ?? -1) >= 0) return true;
  }
  return false;
}

function explain(
  {resolved, isWatch}: {readonly resolved: boolean; readonly isWatch: boolean},
  pace: Pace,
): string {
  if (isWatch)
    return 'It looks now and then whether something lives, and it does: nothing is waited for.';
  if (resolved) return 'The answer changed in the end: a wait that was answered.';
  if (pace.backsOff) return 'The gaps between the calls grow, as a patient poll would do.';
  return 'A wait would be fine if it were short, backed off, or ended with another answer.';
}
