import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {ALL_LANES, buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName} from '../../finding/words.js';
import {PRODUCTIVE_ANSWERS} from '../../progress.js';
import {rotateToLeast} from '../../runs/least-rotation.js';
import {dropNested} from '../../runs/drop-nested.js';
import {findRuns} from '../../runs/find-runs.js';
import {countLaps} from '../../runs/repeat-run.js';
import type {RepeatRun} from '../../runs/repeat-run.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';
import {buildEdges} from './edges.js';
import type {Edges} from './edges.js';

const thresholds = {
  warnLaps: {
    default: 3,
    unit: 'laps with equal messages',
    reason: 'a question, an answer and a thank-you are two laps (OpenClaw maxPingPongTurns)',
  },
  unverifiedLaps: {
    default: 5,
    unit: 'laps whose messages are not recorded',
    reason: 'as loop/repeat-unverified',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** Agents that hand the same message around in a circle. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('handoff/handoff-cycle'),
  version: 1,
  title: 'Hand-off cycle',
  flags: 'Agents that hand the same message round and round.',
  ignores: [
    'a supervisor that gives out new work each round',
    'hand-offs whose results are new',
    'rounds in which tools brought something new',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const edges = buildEdges(view);
    const news = sumNewCalls(index);
    const places = edges.steps.length;
    const told = new Uint8Array(places);
    for (const run of dropNested(findRuns(edges.message, limits.warnLaps), places)) {
      told.fill(1, run.start, run.end);
      yield describe(index, {edges, news}, run, limits);
    }
    for (const run of dropNested(findRuns(edges.route, limits.warnLaps), places)) {
      if (run.period === 1 || told.subarray(run.start, run.end).includes(1)) continue;
      yield describe(index, {edges, news}, run, limits);
    }
  },
};

interface Routes {
  readonly edges: Edges;
  /** Per step: tool calls with new results so far in the run. */
  readonly news: Int32Array;
}

function describe(index: RunIndex, {edges, news}: Routes, run: RepeatRun, limits: Limits): Finding {
  const {view} = index;
  const steps = [...edges.steps.subarray(run.start, run.end)];
  const laps = countLaps(run);
  const messages = edges.message.subarray(run.start, run.end);
  const isRecorded = messages.every((message) => message >= 0);
  const differ = new Set(messages).size > run.period;
  const answers = steps.map((step) => view.steps.outcomeSig[step] ?? -1).filter((sig) => sig >= 0);
  const isAnswered = answers.length > 1;
  const fresh = isAnswered && new Set(answers).size >= PRODUCTIVE_ANSWERS * answers.length;
  const newCalls = (news[steps.at(-1) ?? 0] ?? 0) - (news[steps[0] ?? 0] ?? 0);
  const works = newCalls >= PRODUCTIVE_ANSWERS * steps.length;
  const needed = isRecorded ? limits.warnLaps : limits.unverifiedLaps;
  const isLoop =
    laps >= needed && !(isRecorded && differ) && !(fresh && laps * run.period > 2) && !works;
  const agents = steps.slice(0, run.period).map((step) => edges.nameOf(step));
  const shown = [...new Set(agents)].slice(0, 4).map(quoteName).join(' -> ');
  return buildLoopFinding(index, {
    rule: detector.id,
    lane: ALL_LANES,
    steps,
    period: run.period,
    laps,
    provableLaps: needed,
    isRow: true,
    severity: isLoop ? 'warning' : 'info',
    confidence: isRecorded ? 'high' : 'low',
    confidenceReason: isRecorded
      ? 'the messages are recorded'
      : 'the log tells who handed over to whom, but not the messages',
    title: `${shown} handed over in a circle: ${laps} laps of ${run.period}`,
    unchanged: !isRecorded
      ? 'Who hands over to whom. The messages are not recorded.'
      : differ
        ? 'Who hands over to whom. The messages differ.'
        : 'Who hands over to whom, and the message.',
    benign: works
      ? 'Tools brought new results in these rounds, so the agents are working.'
      : fresh || differ
        ? 'Messages or results are new each lap: a supervisor that gives out work looks like this.'
        : 'A supervisor would give out new work each round; here nothing new is said.',
    identity: toWordIdentity(['handoff-cycle', ...rotateToLeast(agents.slice(0, 64))]),
    shows: {
      first: 'first hand-off of the circle',
      again: 'the second lap begins',
      last: 'last hand-off of the circle',
    },
  });
}

function sumNewCalls({view, novelty}: RunIndex): Int32Array {
  const news = new Int32Array(view.steps.count);
  let sum = 0;
  for (let step = 0; step < view.steps.count; step++) {
    if (view.steps.kind[step] === KIND.tool) sum += novelty.isNew[step] ?? 0;
    news[step] = sum;
  }
  return news;
}
