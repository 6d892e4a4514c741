import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import type {CallTrack} from '../../view/call-track.js';
import {countDecisions} from '../../view/decisions.js';
import {findSameAnswers} from '../../view/same-answers.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {asksSince, toEssence} from './essence.js';

const thresholds = {
  warnCalls: {
    default: 5,
    unit: 'calls that mean the same',
    reason: 'browser-use nudges at 5; the equal answers are proof, the equal meaning is read',
  },
  pollCalls: {
    default: 10,
    unit: 'calls that ask for what is new since a moving time',
    reason: 'as loop/polling-no-progress',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Calls of one row that are read. A longer row is judged by its beginning. */
const MAX_READS = 500;
/** Calls of one run that are read in all. */
const MAX_READS_PER_RUN = 20_000;

/** Calls that differ only in words that mean nothing. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/near-repeat'),
  version: 1,
  title: 'Near repeat',
  flags: 'Calls that mean the same (words in another order, a new nonce) and get the same answer.',
  ignores: [
    'calls with another target',
    'calls whose answers change',
    'a few looks for what is new since a moving time',
    'calls of one model reply (fan-out)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    let reads = 0;
    for (const track of index.tracks) {
      for (const places of findSameAnswers(index, track, limits.warnCalls)) {
        if (reads >= MAX_READS_PER_RUN) return;
        const calls = new Set(places.map((place) => track.call[place]));
        if (calls.size < 2) continue;
        reads += Math.min(MAX_READS, places.length);
        yield* judge(index, track, places.slice(0, MAX_READS), limits);
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
  const groups = new Map<string, number[]>();
  for (const place of places) {
    const args = index.reader.args(track.steps[place] ?? -1);
    if (args === undefined) continue;
    const essence = toEssence(args);
    const group = groups.get(essence);
    if (group === undefined) groups.set(essence, [place]);
    else group.push(place);
  }
  for (const [essence, group] of groups) {
    const calls = new Set(group.map((place) => track.call[place])).size;
    if (group.length < limits.warnCalls || calls < 2) continue;
    const steps = group.map((place) => track.steps[place] ?? -1);
    const isPoll = asksSince(index.reader.args(steps[0] ?? -1));
    const needed = isPoll ? limits.pollCalls : limits.warnCalls;
    if (countDecisions(index.view, steps) < needed) continue;
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
        'the answers are equal, and the arguments differ only in order or in throw-away values',
      title: `${tool} was called ${times(steps.length)} with arguments that mean the same, and gave the same answer`,
      unchanged:
        'What was asked, but for the order of words or a throw-away value, and the answer.',
      benign: 'Paging or a new target would change what is asked; only its wording changed.',
      identity: toWordIdentity(['near-repeat', index.reader.name(steps[0] ?? 0), essence]),
      shows: {
        first: 'first of the calls',
        again: 'the same in other words, same answer',
        last: 'last of the calls, same answer',
      },
      metrics: {wordings: calls},
    });
  }
}
