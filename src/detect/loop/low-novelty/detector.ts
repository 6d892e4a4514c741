import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {measureProgress, movesTheWorld, PRODUCTIVE_ANSWERS} from '../../progress.js';
import {maskVolatile} from '../../../tree/signature/mask-volatile.js';
import {isPendingState} from '../../view/answer-nature.js';
import type {CallTrack} from '../../view/call-track.js';
import {findChains} from '../../view/chains.js';
import type {Chain} from '../../view/chains.js';
import {getChanges} from '../../view/changes.js';
import type {Changes} from '../../view/changes.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';

const thresholds = {
  minCalls: {
    default: 8,
    unit: 'equal calls',
    reason: 'shares of fewer calls say little: 3 of 7 answers may be chance',
  },
  maxAnswersPerCall: {
    default: 0.4,
    unit: 'different answers per call',
    reason: 'runopsy: 0.31 when stuck, 0.71 and 0.80 in healthy edit-verify cycles',
  },
  maxNewChanges: {
    default: 0.5,
    unit: 'new changes per call',
    reason: 'a check after every second edit is still a check of work',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
const MAX_GAP = 20;
/** Different values from which numbers that come and go are a reading, and no flapping between a few states. */
const MIN_READINGS = 4;

/** One call that gives the same few answers over and over. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/low-novelty'),
  version: 2,
  title: 'Low novelty',
  flags:
    'One call made many times that returns to the same few answers, with nothing new around it.',
  ignores: [
    'answers that move on and do not come back (9 failed, 6 failed, 2 failed)',
    'checks after new edits',
    'repeats while the recorded state reaches new values',
    'new work between the calls',
    'a value that is read again and again and goes up and down',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const track of index.tracks) {
      const changes = getChanges(index, track);
      const options = {maxGap: MAX_GAP, minLength: limits.minCalls};
      for (const chain of findChains(track, track.call, options)) {
        yield* judge(index, {track, chain, changes}, limits);
      }
    }
  },
};

interface Candidate {
  readonly track: CallTrack;
  readonly chain: Chain;
  readonly changes: Changes;
}

function* judge(index: RunIndex, candidate: Candidate, limits: Limits): Generator<Finding> {
  const {track, chain, changes} = candidate;
  const answers = chain.map((place) => track.proven[place] ?? -1);
  if (answers.includes(-1)) return;
  const distinct = new Set(answers).size;
  if (distinct < 2 || distinct > limits.maxAnswersPerCall * chain.length) return;
  if (countBlocks(answers) <= distinct) return;
  const [from, to] = [chain[0] ?? 0, (chain.at(-1) ?? 0) + 1];
  const progress = measureProgress(index, track, from, to);
  if (movesTheWorld(progress)) return;
  if (changes.countBetween(from - 1, to) > limits.maxNewChanges * chain.length) return;
  const around = measureAround(track, chain);
  if (around >= PRODUCTIVE_ANSWERS) return;
  const steps = chain.map((place) => track.steps[place] ?? -1);
  if (isPendingState(index.reader.answer(steps[0] ?? -1) ?? '')) return;
  const tool = quoteTool(index, steps[0] ?? 0);
  const isReading = distinct >= MIN_READINGS && differInNumbersOnly(index, steps);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps,
    period: 1,
    laps: steps.length,
    provableLaps: limits.minCalls,
    isRow: false,
    severity: isReading ? 'info' : 'warning',
    confidence: 'medium',
    confidenceReason: 'the answers are recorded; few are different, and earlier ones come back',
    title: `${tool} was called ${times(steps.length)} with the same arguments and gave only ${distinct} different answers`,
    unchanged: 'The arguments. The answers return to ones already given.',
    benign: isReading
      ? 'The answers differ in nothing but numbers, so it may be a value that is watched and goes up and down.'
      : 'Tests after edits would meet new answers or new changes; here both come back to old ones.',
    identity: toLoopIdentity(index, steps.slice(0, 1)),
    shows: {
      first: 'first of the calls',
      again: 'called again',
      last: 'last of the calls, an answer already given',
    },
    metrics: {answersPerCall: distinct / chain.length},
  });
}

function differInNumbersOnly({reader}: RunIndex, steps: readonly number[]): boolean {
  const frames = new Set(
    steps.map((step) => maskVolatile(reader.answer(step) ?? '').replaceAll(/\d+(?:\.\d+)?/g, '#')),
  );
  return frames.size === 1;
}

/** Stretches of equal answers: more of them than answers means that an earlier answer came back. */
function countBlocks(answers: readonly number[]): number {
  let blocks = 0;
  for (const [i, answer] of answers.entries()) if (i === 0 || answer !== answers[i - 1]) blocks++;
  return blocks;
}

/** Different outcomes per call of the other calls within the chain's stretch; 0 if there are none. */
function measureAround(track: CallTrack, chain: Chain): number {
  const own = track.call[chain[0] ?? -1];
  const outcomes = new Set<number>();
  let calls = 0;
  for (let place = chain[0] ?? 0; place <= (chain.at(-1) ?? -1); place++) {
    const id = track.proven[place] ?? -1;
    if (id < 0 || track.call[place] === own) continue;
    calls++;
    outcomes.add(id);
  }
  return calls === 0 ? 0 : outcomes.size / calls;
}
