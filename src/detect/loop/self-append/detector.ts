import {isObject} from '../../../model/json.js';
import type {JsonValue} from '../../../model/json.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import type {CallTrack} from '../../view/call-track.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';

const thresholds = {
  warnCalls: {
    default: 8,
    unit: 'calls, each holding the one before',
    reason: 'stella: 8; building a pipe step by step takes three or four',
  },
} as const;

/** Arguments that are read in one run. A row that long grows without bound and is met early. */
const MAX_READS = 20_000;
/** Every chain of `warnCalls` holds a place that is a multiple of this one and the place after the stride. */
const STRIDE = 4;

/** A command that swallows the one before, again and again. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/self-append'),
  version: 1,
  title: 'Self-appending command',
  flags: 'Calls in a row, each of which is the one before with something added.',
  ignores: ['a pipe that is built in a few steps', 'text that is written piece by piece'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    let reads = 0;
    for (const track of index.tracks) {
      const texts = new Map<number, string>();
      const read = (place: number): string => {
        const known = texts.get(place);
        if (known !== undefined) return known;
        reads++;
        const text = toLongestText(index.reader.args(track.steps[place] ?? -1));
        texts.set(place, text);
        return text;
      };
      const far = Math.min(STRIDE - 1, limits.warnCalls - 1);
      let place = 0;
      while (place + far < track.steps.length && reads < MAX_READS) {
        if (!isGrown(track, index, place, place + far, read)) {
          place += STRIDE;
          continue;
        }
        const [from, to] = extend(track, index, place, read);
        if (to - from + 1 >= limits.warnCalls) {
          const steps = [...track.steps.subarray(from, to + 1)];
          yield buildLoopFinding(index, {
            rule: detector.id,
            lane: track.lane,
            steps,
            period: 1,
            laps: steps.length,
            provableLaps: limits.warnCalls,
            isRow: true,
            severity: isDraft(index, steps[0] ?? -1) ? 'info' : 'warning',
            confidence: 'medium',
            confidenceReason: 'the arguments are recorded, and each holds the one before',
            title: `${quoteTool(index, steps[0] ?? 0)} was called ${times(steps.length)} in a row, each time with the last command and more`,
            unchanged: 'All of the command but its end.',
            benign: isDraft(index, steps[0] ?? -1)
              ? 'It stores what it is given, so it may be a text that is written piece by piece.'
              : 'A pipe is built in three or four steps and then used.',
            identity: toWordIdentity(['self-append', read(from).slice(0, 200)]),
            shows: {
              first: 'first of the growing commands',
              again: 'the same command with more at its end',
              last: 'last and longest of them',
            },
            metrics: {characters: read(to).length},
          });
        }
        place = Math.max(place + STRIDE, to);
      }
    }
  },
};

/** A tool that stores what it is given: a text that is written piece by piece grows like this. */
function isDraft({reader}: RunIndex, step: number): boolean {
  const nature = reader.nature(step);
  return !nature.isShell && nature.mutates;
}

/** Longest string of the arguments: the command of a shell, the code of an interpreter. */
function toLongestText(args: JsonValue | undefined): string {
  if (typeof args === 'string') return args;
  if (args === undefined || !isObject(args)) return '';
  let longest = '';
  for (const value of Object.values(args)) {
    if (typeof value === 'string' && value.length > longest.length) longest = value;
  }
  return longest;
}

function isGrown(
  track: CallTrack,
  {view}: RunIndex,
  before: number,
  after: number,
  read: (place: number) => string,
): boolean {
  const [a, b] = [track.steps[before] ?? -1, track.steps[after] ?? -1];
  if (a < 0 || b < 0 || view.steps.l0[a] !== view.steps.l0[b]) return false;
  if (track.call[before] === track.call[after]) return false;
  const [short, long] = [read(before), read(after)];
  return short.length > 0 && long.length > short.length && long.startsWith(short);
}

/** Widens to the maximal chain around a place. */
function extend(
  track: CallTrack,
  index: RunIndex,
  place: number,
  read: (place: number) => string,
): readonly [number, number] {
  let [from, to] = [place, place];
  while (from > 0 && isGrown(track, index, from - 1, from, read)) from--;
  while (to + 1 < track.steps.length && isGrown(track, index, to, to + 1, read)) to++;
  return [from, to];
}
