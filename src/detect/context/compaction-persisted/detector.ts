import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteLap} from '../../finding/words.js';
import {listCompactionsBetween} from '../../view/compactions.js';
import {getProvenRuns} from '../../view/proven-runs.js';
import type {ProvenRun} from '../../view/proven-runs.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {toRunNature, toRunSteps} from '../../view/run-nature.js';

const thresholds = {
  lapsBefore: {
    default: 2,
    unit: 'laps before the compaction',
    reason: 'one call before and one after is the expected second reading',
  },
  lapsAfter: {
    default: 2,
    unit: 'laps after the compaction',
    reason: 'the first may be the expected second reading',
  },
  firstCalls: {
    default: 3,
    unit: 'equal first calls after a compaction',
    reason: "OpenClaw's post-compaction guard: the first three calls identical, result included",
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** A loop that a compaction did not end. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('context/compaction-persisted'),
  version: 1,
  title: 'Loop survives a compaction',
  flags:
    'The same loop before and after the context was compacted, or right from the compaction on.',
  ignores: ['files read once more right after a compaction', 'polls'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const run of getProvenRuns(index)) yield* judge(index, run, limits);
  },
};

function* judge(index: RunIndex, run: ProvenRun, limits: Limits): Generator<Finding> {
  const at = findCompaction(index, run, limits);
  if (at === undefined) return;
  const nature = toRunNature(index, run);
  if (nature.isPoll) return;
  const survived = at.before > 0;
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: run.track.lane,
    steps: toRunSteps(run),
    period: run.period,
    laps: run.laps,
    provableLaps: Math.min(run.laps, at.before + limits.lapsAfter),
    isRow: true,
    severity: 'warning',
    confidence: 'high',
    confidenceReason: 'arguments and results are recorded, and they are equal on both sides',
    title: survived
      ? `${quoteLap(index, nature.lap)} went on in the same loop after the context was compacted: ${at.before} laps before, ${at.after} after`
      : `${quoteLap(index, nature.lap)} looped from the first call after the context was compacted: ${at.after} laps`,
    unchanged: 'The calls and their answers; the compaction changed nothing about them.',
    benign: 'Reading a file once more after a compaction is expected; this goes on.',
    identity: toLoopIdentity(index, nature.lap),
    shows: {first: 'first lap', again: 'second lap', last: 'last call of the loop'},
    metrics: {lapsBefore: at.before, lapsAfter: at.after},
  });
}

/** Compactions of one run that are looked at. */
const MAX_COMPACTIONS = 64;

/**
 * Full laps on both sides of the first compaction that the run goes over or starts from, up to the
 * compactions before and after it. O(calls of the run).
 */
function findCompaction(
  index: RunIndex,
  run: ProvenRun,
  limits: Limits,
): {readonly before: number; readonly after: number} | undefined {
  const {track, start, end, period} = run;
  const calls = track.steps.subarray(start, end);
  const [first, last] = [calls[0] ?? 0, calls.at(-1) ?? 0];
  // The call before the run, or a border: a compaction before that is not where the run starts.
  const previous = start > 0 ? (track.steps[start - 1] ?? -1) : -1;
  const reach = start > 0 && previous < 0 ? first : previous;
  const compactions = listCompactionsBetween(index, track.lane, reach, last).slice(
    0,
    MAX_COMPACTIONS,
  );
  let counted = 0;
  const reached = compactions.map((compaction) => {
    while (counted < calls.length && (calls[counted] ?? 0) < compaction) counted++;
    return counted;
  });
  for (const [i, at] of reached.entries()) {
    const before = Math.floor((at - (reached[i - 1] ?? 0)) / period);
    const after = Math.floor(((reached[i + 1] ?? calls.length) - at) / period);
    const survived = before >= limits.lapsBefore && after >= limits.lapsAfter;
    if (survived || after >= limits.firstCalls) return {before, after};
  }
  return undefined;
}
