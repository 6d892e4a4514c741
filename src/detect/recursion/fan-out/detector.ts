import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {ALL_LANES} from '../../finding/build-finding.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';
import {isMostlyEqual} from '../recursion/entries.js';
import {growFamilies} from './families.js';
import type {Family} from './families.js';

const thresholds = {
  minAgents: {
    default: 16,
    unit: 'agents below one agent',
    reason: 'a lead with a dozen workers is common; sixteen over several levels is not',
  },
  minLevels: {
    default: 3,
    unit: 'levels of agents',
    reason: 'one wide level is a fan-out that was decided once; growth needs levels',
  },
  growth: {
    default: 1.5,
    unit: 'agents of a level for one of the level above',
    reason: 'below that the tree is a chain with some side branches',
  },
  bombAgents: {
    default: 60,
    unit: 'agents',
    reason: 'enough although no task repeats: four levels of four are 84',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** Agents that start agents that start agents. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('recursion/fan-out'),
  version: 1,
  title: 'Agents that multiply',
  flags: 'Agents that start agents, level by level more of them: a spawn bomb.',
  ignores: [
    'one lead with many workers on one level',
    'a deep chain of single agents',
    'a split that ends after few levels, each part with a task of its own',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const family of growFamilies(view, limits.minAgents)) yield* judge(index, family, limits);
  },
};

function* judge(index: RunIndex, family: Family, limits: Limits): Generator<Finding> {
  const {steps, tasks, inputs, perLevel, widest} = family;
  const growing = countGrowing(perLevel, limits.growth);
  if (perLevel.length < limits.minLevels || growing < limits.minLevels - 1) return;
  const repeats = [tasks, inputs].some(
    (told) => told.length >= steps.length / 2 && isMostlyEqual(told),
  );
  const isBomb = repeats || steps.length >= limits.bombAgents;
  const first = steps[0] ?? 0;
  const instruction = findInstruction(index, first);
  const names = [...new Set(steps.map((step) => index.reader.name(step)))];
  const provable = steps[limits.minAgents - 1] ?? first;
  yield buildFactFinding(index, {
    rule: detector.id,
    lane: ALL_LANES,
    steps,
    provableStep: provable,
    isRow: true,
    severity: isBomb ? 'warning' : 'info',
    confidence: repeats ? 'high' : 'medium',
    confidenceReason: repeats
      ? 'the call tree shows who started whom, and the same task goes down'
      : 'the call tree shows who started whom; the tasks differ or are not recorded',
    title: `${quoteName(names[0] ?? '')} and the agents below it started ${steps.length - 1} agents on ${perLevel.length} levels: ${perLevel.slice(0, 8).join(', ')}${perLevel.length > 8 ? ' and more' : ''}`,
    unchanged: repeats
      ? 'The task: most agents were given one that another had been given.'
      : 'Agents go on to start agents, more on each level.',
    benign: isBomb
      ? 'A split would give each part a smaller task and end after a few levels.'
      : 'Each part has a task of its own, so it may be work that was split on purpose.',
    identity: toWordIdentity(['fan-out', ...names.slice(0, 8).sort()]),
    evidence: [
      ...(instruction < 0
        ? []
        : [{step: instruction, shows: 'the instruction before the first agent'}]),
      {step: first, shows: 'the agent at the top'},
      {step: widest.step, shows: `started ${widest.children} agents itself, the most of all`},
      {step: provable, shows: 'from here on the growth was provable'},
      {step: steps.at(-1) ?? first, shows: 'last agent started'},
    ],
    metrics: {
      agents: steps.length,
      levels: perLevel.length,
      widestLevel: perLevel.reduce((a, b) => Math.max(a, b), 0),
      distinctTasks: new Set(tasks.length > 0 ? tasks : inputs).size,
    },
  });
}

/** Levels that hold `growth` times the agents of the level above. */
function countGrowing(perLevel: readonly number[], growth: number): number {
  let count = 0;
  for (let level = 1; level < perLevel.length; level++) {
    if ((perLevel[level] ?? 0) >= growth * (perLevel[level - 1] ?? 0)) count++;
  }
  return count;
}

/** Steps looked back for the words that started it. */
const MAX_BACK = 2000;

function findInstruction({view}: RunIndex, first: number): number {
  for (let step = first; step >= Math.max(0, first - MAX_BACK); step--) {
    if (view.steps.kind[step] === KIND.userTurn) return step;
  }
  return -1;
}
