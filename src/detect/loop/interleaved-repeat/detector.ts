import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {measureStateNovelty, PRODUCTIVE_STATES} from '../../progress.js';
import {isAcknowledgement} from '../../view/acknowledgement.js';
import {isPendingState} from '../../view/answer-nature.js';
import type {CallTrack} from '../../view/call-track.js';
import {findChains} from '../../view/chains.js';
import {getChanges} from '../../view/changes.js';
import type {Changes} from '../../view/changes.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError} from '../../view/step-kinds.js';
import {hasMovingCall, measureNewAround} from './surroundings.js';

const thresholds = {
  warnCalls: {
    default: 4,
    unit: 'equal calls with equal answers',
    reason: 'stella: 3, Qwen: 6; four within twenty calls and nothing changed between',
  },
  window: {
    default: 20,
    unit: 'calls',
    reason: 'the window of OpenHands, browser-use and zeroclaw',
  },
  pollCalls: {default: 10, unit: 'equal answers', reason: 'as loop/polling-no-progress'},
  anchorNews: {
    default: 0.75,
    unit: 'share of new calls around a file read again',
    reason: 'looking a plan up again while reading new files is how people work, too',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** The same call again and again between other work. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/interleaved-repeat'),
  version: 1,
  title: 'Interleaved repeat',
  flags:
    'The same call with the same answer again and again between other calls, nothing being changed.',
  ignores: [
    'a check after each new change',
    'a call that gave another answer in between',
    'answers that only confirm, and sleeps beside a poll that moves',
    'a file looked up again while new ground is covered',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const track of index.tracks) {
      const changes = getChanges(index, track);
      const options = {maxGap: limits.window, minLength: limits.warnCalls};
      for (const chain of findChains(track, track.proven, options)) {
        if (!isDense(chain, limits)) continue;
        for (const row of splitAtNews(track, chain, changes)) {
          if (isDense(row, limits) && !isUnbroken(row)) yield* judge(index, track, row, limits);
        }
      }
    }
  },
};

/** Some `warnCalls` of the chain lie within one window. */
function isDense(chain: readonly number[], {warnCalls, window}: Limits): boolean {
  for (let i = warnCalls - 1; i < chain.length; i++) {
    if ((chain[i] ?? 0) - (chain[i - warnCalls + 1] ?? 0) < window) return true;
  }
  return false;
}

/** Calls one right after the other are a plain repeat, and judged as that. */
function isUnbroken(row: readonly number[]): boolean {
  return (row.at(-1) ?? 0) - (row[0] ?? 0) === row.length - 1;
}

/** Cuts a chain where a new change, or another answer of the same call, came between. */
function splitAtNews(
  track: CallTrack,
  chain: readonly number[],
  changes: Changes,
): readonly (readonly number[])[] {
  const rows: number[][] = [];
  let row: number[] = [];
  for (const place of chain) {
    const previous = row.at(-1);
    if (previous !== undefined && hasNewsBetween(track, changes, previous, place)) {
      rows.push(row);
      row = [];
    }
    row.push(place);
  }
  rows.push(row);
  return rows;
}

function hasNewsBetween(track: CallTrack, changes: Changes, from: number, to: number): boolean {
  for (let place = from + 1; place < to; place++) {
    if (track.call[place] === track.call[from] && (track.call[from] ?? -1) >= 0) return true;
  }
  return changes.countBetween(from, to) > 0;
}

function* judge(
  index: RunIndex,
  track: CallTrack,
  row: readonly number[],
  limits: Limits,
): Generator<Finding> {
  const steps = row.map((place) => track.steps[place] ?? -1);
  const first = steps[0] ?? -1;
  const answer = index.reader.answer(first) ?? '';
  const nature = index.reader.nature(first);
  const fails = isError(index.view.steps, first);
  if (nature.waits || (!fails && isAcknowledgement(answer))) return;
  const polls = !fails && (nature.polls || isPendingState(answer));
  if (polls && row.length < limits.pollCalls) return;
  if (hasMovingCall(track, row)) return;
  const states = measureStateNovelty(index, track.lane, first, steps.at(-1) ?? first);
  const newAround = measureNewAround(index, track, row);
  const isAnchor = !fails && !nature.isShell && newAround >= limits.anchorNews;
  const moves = states > PRODUCTIVE_STATES;
  const tool = quoteTool(index, first);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps,
    period: 1,
    laps: steps.length,
    provableLaps: limits.warnCalls,
    isRow: false,
    severity: isAnchor || moves ? 'info' : 'warning',
    confidence: 'medium',
    confidenceReason: 'arguments and answers are equal, but other calls lie between them',
    title: `${tool} was called ${times(steps.length)} with the same arguments and the same answer, other calls between`,
    unchanged: 'The arguments and the answer; nothing new was written in between.',
    benign: isAnchor
      ? 'The calls around it cover new ground, so it may be a file that is looked up again.'
      : moves
        ? 'The recorded state reached new values meanwhile.'
        : 'A check after a change would be fine, but nothing was changed between the calls.',
    identity: toLoopIdentity(index, steps.slice(0, 1)),
    shows: {
      first: 'first of the calls',
      again: 'the same call, the same answer',
      last: 'last of the calls, the same answer',
    },
    metrics: {newAround},
  });
}
