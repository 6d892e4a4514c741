import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteTool} from '../../finding/words.js';
import type {CallTrack} from '../../view/call-track.js';
import {findChains} from '../../view/chains.js';
import {getChanges} from '../../view/changes.js';
import type {Changes} from '../../view/changes.js';
import {countCompactionsBetween} from '../../view/compactions.js';
import {toPlaces} from '../../view/pair-column.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {countTurns, measureOverlap, toInterval} from './interval.js';
import type {Interval} from './interval.js';

const thresholds = {
  minCalls: {default: 8, unit: 'calls on one target', reason: 'stella: 8 pages are a sweep'},
  minReread: {
    default: 0.25,
    unit: 'share of the units that is read again',
    reason: 'a look back at a page or two stays below; stella#4034 read 30 % again',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Places between two pages that still belong to one sweep. */
const MAX_GAP = 6;
/** Pages of one run whose arguments are read. */
const MAX_READS = 50_000;

/** Paging that starts over. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/sweep-wrap'),
  version: 1,
  title: 'Sweep that wraps',
  flags: 'Paging through one file or list that goes back and reads what it has read.',
  ignores: [
    'one pass, however long',
    'a look back at a page or two',
    'pages whose content has changed',
    'a second reading after a change or right after a compaction',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    let reads = 0;
    for (const track of index.tracks) {
      const targets = toPlaces(track.steps, view.steps.l2);
      const changes = getChanges(index, track);
      for (const chain of findChains(track, targets, {
        maxGap: MAX_GAP,
        minLength: limits.minCalls,
      })) {
        if (new Set(chain.map((place) => track.call[place])).size < 3) continue;
        reads += chain.length;
        if (reads > MAX_READS) return;
        yield* judge(index, {track, chain, changes}, limits);
      }
    }
  },
};

interface Sweep {
  readonly track: CallTrack;
  readonly chain: readonly number[];
  readonly changes: Changes;
}

function* judge(
  index: RunIndex,
  {track, chain, changes}: Sweep,
  limits: Limits,
): Generator<Finding> {
  const intervals: Interval[] = [];
  const answerOf = new Map<number, number>();
  for (const place of chain) {
    const call = track.call[place] ?? -1;
    const answer = track.proven[place] ?? -1;
    const before = answerOf.get(call);
    if (before !== undefined && before !== answer) return;
    answerOf.set(call, answer);
    const interval = toInterval(index.reader.args(track.steps[place] ?? -1));
    if (interval === undefined) return;
    intervals.push(interval);
  }
  const {asked, distinct} = measureOverlap(intervals);
  const reread = 1 - distinct / asked;
  const wraps = countTurns(intervals);
  if (wraps === 0 || reread < limits.minReread) return;
  const [from, to] = [chain[0] ?? 0, chain.at(-1) ?? 0];
  if (changes.countBetween(from, to) > 0) return;
  const steps = chain.map((place) => track.steps[place] ?? -1);
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  if (wraps <= countCompactionsBetween(index, track.lane, first, last)) return;
  const tool = quoteTool(index, first);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps,
    period: 1,
    laps: steps.length,
    provableLaps: limits.minCalls,
    isRow: false,
    severity: 'warning',
    confidence: 'high',
    confidenceReason: 'the positions are recorded, and what was read again had not changed',
    title: `${tool} paged through the same target in ${steps.length} calls and read ${Math.round(reread * 100)}% of it again`,
    unchanged: 'The target and its content; the position came back to where it had been.',
    benign: 'One pass would read each part once, however many calls it takes.',
    identity: toWordIdentity(['sweep-wrap', index.reader.name(first)]),
    shows: {first: 'first page', again: 'next page', last: 'last page, read before'},
    metrics: {wraps, readAgain: reread},
  });
}
