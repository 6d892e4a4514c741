import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {isAcknowledgement, isBareVerdict} from '../../view/acknowledgement.js';
import {isBareExit, isPendingState} from '../../view/answer-nature.js';
import type {CallTrack} from '../../view/call-track.js';
import {countDecisions} from '../../view/decisions.js';
import {isDenial} from '../../view/denial.js';
import {isOwnReport} from '../../view/own-report.js';
import {findSameAnswers} from '../../view/same-answers.js';
import {findStillStates} from './still-states.js';
import {PRODUCTIVE_ANSWERS} from '../../progress.js';
import {isError} from '../../view/step-kinds.js';
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
  version: 2,
  title: 'Stagnation',
  flags: 'One tool asked in ever other ways that gives the same answer every time.',
  ignores: [
    'tools that change something: their "ok" is the same by nature',
    'answers that only confirm, or that only say "pending"',
    'a tool that gave another answer in between',
    'a shell that runs different programs',
    'a side line of work whose other calls bring something new',
    'calls of one model reply (fan-out)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const track of index.tracks) {
      for (const places of findSameAnswers(index, track, limits.warnCalls)) {
        yield* judge(index, track, places, limits);
      }
      for (const places of findStillStates(index, track, limits.warnCalls)) {
        if (countCalls(track, places) >= limits.minCalls) {
          yield describe(index, track, places, {limits, isState: true});
        }
      }
    }
  },
};

/** It confirms, reports its own act, gives a bare verdict or says "pending": the same for any target. */
function isSameByNature({reader}: RunIndex, step: number, answer: string): boolean {
  if (isPendingState(answer)) return true;
  if (reader.nature(step).asks && (answer.trim() === '' || isDenial(answer))) return false;
  if (isAcknowledgement(answer) || isBareVerdict(answer)) return true;
  const [tool, args, result] = [reader.name(step), reader.args(step), reader.result(step)];
  return isOwnReport({tool, args, result, answer});
}

/** Shortest answer that different programs do not give by chance ("yes", "0", "exit code 1"). */
const MIN_TELLING_CHARS = 20;

/** Different programs of a shell that share a short answer, or only an exit code. */
function isChance(index: RunIndex, steps: readonly number[], answer: string): boolean {
  if (!index.reader.nature(steps[0] ?? -1).isShell) return false;
  if (isBareExit(answer)) return true;
  const {l1} = index.view.steps;
  return answer.length < MIN_TELLING_CHARS && steps.some((step) => l1[step] !== l1[steps[0] ?? -1]);
}

function* judge(
  index: RunIndex,
  track: CallTrack,
  places: readonly number[],
  limits: Limits,
): Generator<Finding> {
  if (countCalls(track, places) < limits.minCalls) return;
  const steps = places.map((place) => track.steps[place] ?? -1);
  if (countDecisions(index.view, steps) < limits.warnCalls) return;
  const answer = index.reader.answer(steps[0] ?? -1);
  if (answer === undefined || isSameByNature(index, steps[0] ?? -1, answer)) return;
  if (isChance(index, steps, answer)) return;
  const spared = steps.slice(0, LOOKS).some((step) => {
    const nature = index.reader.nature(step);
    return nature.mutates || nature.waits;
  });
  if (spared) return;
  yield describe(index, track, places, {
    limits,
    isState: false,
    learns: hasNewsBetween(index, track, places),
  });
}

/** In most gaps another call brought something new: the fruitless one is a side line of work. */
function hasNewsBetween(index: RunIndex, track: CallTrack, places: readonly number[]): boolean {
  let gaps = 0;
  for (let i = 1; i < places.length; i++) {
    for (let place = (places[i - 1] ?? 0) + 1; place < (places[i] ?? 0); place++) {
      const step = track.steps[place] ?? -1;
      if (step < 0 || isError(index.view.steps, step) || index.novelty.isNew[step] !== 1) continue;
      gaps++;
      break;
    }
  }
  return gaps >= PRODUCTIVE_ANSWERS * (places.length - 1);
}

function countCalls(track: CallTrack, places: readonly number[]): number {
  return new Set(places.map((place) => track.call[place])).size;
}

function describe(
  index: RunIndex,
  track: CallTrack,
  places: readonly number[],
  {
    limits,
    isState,
    learns = false,
  }: {readonly limits: Limits; readonly isState: boolean; readonly learns?: boolean},
): Finding {
  const steps = places.map((place) => track.steps[place] ?? -1);
  const calls = countCalls(track, places);
  const tool = quoteTool(index, steps[0] ?? 0);
  return buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps,
    period: 1,
    laps: steps.length,
    provableLaps: limits.warnCalls,
    isRow: isState,
    severity: learns ? 'info' : 'warning',
    confidence: 'medium',
    confidenceReason: isState
      ? 'the state after each call is recorded and equal'
      : 'the answers are recorded and equal; the arguments may be attempts worth making',
    title: isState
      ? `${calls} different calls, ${tool} among them, left the state as it was ${times(steps.length)} in a row`
      : `${tool} was asked in ${calls} different ways and gave the same answer ${times(steps.length)}`,
    unchanged: isState
      ? 'The recorded state, and mostly the answers.'
      : 'The answer. Only the arguments moved.',
    benign: isState
      ? 'Reading leaves the state as it is, but it would bring new answers.'
      : learns
        ? 'Other calls brought something new in between, so it may be a side line of real work.'
        : 'A search over many targets would find something now and then; this one never did.',
    identity: toLoopIdentity(index, steps.slice(0, 1)),
    shows: {
      first: isState ? 'first call without effect' : 'first of the equal answers',
      again: isState ? 'another call, same state' : 'other arguments, same answer',
      last: isState ? 'last call without effect' : 'last of the equal answers',
    },
    metrics: {differentCalls: calls},
  });
}
