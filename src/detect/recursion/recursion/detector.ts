import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {ALL_LANES, buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName, times} from '../../finding/words.js';
import {rotateToLeast} from '../../runs/least-rotation.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isMostlyEqual} from './entries.js';
import {findDescents, MAX_DESCENTS} from './descents.js';
import type {Descent} from './descents.js';

const thresholds = {
  minLaps: {
    default: 3,
    unit: 'times the same agent stands below itself, itself counted',
    reason: 'two may be two instrumentations of one agent, or one legitimate hand back',
  },
  deepLaps: {
    default: 10,
    unit: 'times the same agent stands below itself although each has another task',
    reason: 'divide and conquer halves its task: ten levels would be a thousand parts',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** An agent again among its own ancestors. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('recursion/recursion'),
  version: 1,
  title: 'Recursion',
  flags: 'An agent that stands again and again below itself: it delegates its task back to itself.',
  ignores: [
    'deep chains of different agents',
    'one agent called many times side by side',
    'a few levels with a new task each (divide and conquer)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    // One agent that goes down many branches is one recursion: the deepest path stands for all.
    const byAgents = new Map<string, {readonly deepest: Descent; paths: number}>();
    for (const descent of findDescents(view, limits.minLaps)) {
      const key = toAgentsKey(index, descent);
      const known = byAgents.get(key);
      if (known === undefined) byAgents.set(key, {deepest: descent, paths: 1});
      else known.paths++;
    }
    for (const {deepest, paths} of byAgents.values()) {
      yield* judge(index, {...deepest, paths}, limits);
    }
  },
};

function toPathsText(paths: number): string {
  if (paths === 1) return '';
  return paths < MAX_DESCENTS ? `, on ${paths} paths` : `, on ${paths} paths or more`;
}

function toAgentsKey({reader}: RunIndex, {steps, period}: Descent): string {
  const names = steps.slice(0, Math.min(period, 64)).map((step) => reader.name(step));
  return rotateToLeast(names).join('\u0000');
}

function* judge(
  index: RunIndex,
  descent: Descent & {readonly paths: number},
  limits: Limits,
): Generator<Finding> {
  const {steps, period, laps} = descent;
  const names = steps.slice(0, period).map((step) => index.reader.name(step));
  const perLap = (values: readonly number[]): readonly number[] =>
    values.filter((_, i) => i % period === 0);
  const [tasks, inputs] = [perLap(descent.tasks), perLap(descent.inputs)];
  const sameTask = isMostlyEqual(tasks) || isMostlyEqual(inputs);
  // The top one is started by no call: its task is its input.
  const unknown = tasks.slice(1).some((task, i) => task < 0 && (inputs[i + 1] ?? -1) < 0);
  const isLoop = sameTask || unknown || laps >= limits.deepLaps;
  const who = [...new Set(names)].map(quoteName);
  const shown = who.length > 4 ? `${who.slice(0, 4).join(', ')} and more` : who.join(' and ');
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: ALL_LANES,
    steps,
    period,
    laps,
    provableLaps: 2,
    isRow: true,
    severity: isLoop ? 'warning' : 'info',
    confidence: sameTask ? 'high' : 'medium',
    confidenceReason: sameTask
      ? 'the tasks are recorded, and they are equal'
      : unknown
        ? 'the call tree shows it; the tasks are not recorded'
        : 'the call tree shows it, but the tasks differ',
    title: `${shown} called ${who.length === 1 ? 'itself' : 'each other'} ${times(laps)} deep, each inside the one before${toPathsText(descent.paths)}`,
    unchanged: sameTask ? 'Who calls whom, and the task.' : 'Who calls whom.',
    benign: isLoop
      ? 'A deep chain would be fine if its agents differed, or if each level had a smaller task.'
      : 'Each level has another task, as in divide and conquer.',
    identity: toWordIdentity(['recursion', ...rotateToLeast(names.slice(0, 64))]),
    shows: {
      first: 'first entry of the agent',
      again: 'the same agent again, below itself',
      last: 'deepest entry',
    },
    metrics: {depth: steps.length, paths: descent.paths},
  });
}
