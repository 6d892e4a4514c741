import {toRuleId} from '../../../model/ids.js';
import type {Detector} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteLap, times} from '../../finding/words.js';
import {dropNested} from '../../runs/drop-nested.js';
import {findRuns} from '../../runs/find-runs.js';
import {countLaps} from '../../runs/repeat-run.js';
import {getRunIndex} from '../../view/run-index.js';

const thresholds = {
  infoLaps: {default: 3, unit: 'equal calls', reason: 'runopsy notes 3 without results'},
  warnLaps: {
    default: 5,
    unit: 'equal calls',
    reason: 'Gemini CLI and OpenRouter, which do not look at results, fire at 5 and 6',
  },
  pollLaps: {default: 10, unit: 'equal polls', reason: 'as loop/polling-no-progress'},
} as const;

/** Equal calls whose answers the log does not tell. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/repeat-unverified'),
  version: 1,
  title: 'Unverified repeat',
  flags: 'Equal calls again and again, where the log does not hold the answers.',
  ignores: ['calls whose arguments are not recorded either', 'equal calls of one model reply'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const track of index.tracks) {
      const ids = track.call.map((call, place) => ((track.proven[place] ?? -1) < 0 ? call : -1));
      if (ids.every((id) => id < 0)) continue;
      const runs = findRuns(ids, Math.max(2, limits.infoLaps));
      for (const run of dropNested(runs, ids.length)) {
        const steps = [...track.steps.subarray(run.start, run.end)];
        const lap = steps.slice(0, run.period);
        const laps = countLaps(run);
        const polls = lap.slice(0, 64).every((step) => index.reader.nature(step).polls);
        const needed = polls ? limits.pollLaps : limits.warnLaps;
        yield buildLoopFinding(index, {
          rule: detector.id,
          lane: track.lane,
          steps,
          period: run.period,
          laps,
          provableLaps: needed,
          isRow: true,
          severity: laps >= needed ? 'warning' : 'info',
          confidence: 'low',
          confidenceReason: 'the arguments are equal, but the log does not hold the answers',
          title: `${quoteLap(index, lap)} repeated ${times(laps)} with the same arguments; the answers are not recorded`,
          unchanged: 'The arguments. Whether the answers changed, the log does not tell.',
          benign: 'Paging through a stream or a poll that moves would look the same in this log.',
          identity: toLoopIdentity(index, lap),
          shows: {first: 'first call', again: 'same arguments again', last: 'last call of the row'},
        });
      }
    }
  },
};
