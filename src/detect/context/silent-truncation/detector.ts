import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Message} from '../../../model/message.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';
import {findPromptCuts} from './prompt-changes.js';
import type {PromptCut} from './prompt-changes.js';

const thresholds = {
  minLost: {
    default: 2,
    unit: 'messages that fell out',
    reason: 'a harness may rewrite its one reminder with every call',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
const STANDING = new Set(['system', 'developer']);
const INSTRUCTING = new Set([...STANDING, 'user']);

/** What fell out of the window without a word. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('context/silent-truncation'),
  version: 1,
  title: 'Silent truncation',
  flags: 'Messages that stood in one prompt and are missing in the next, with no compaction told.',
  ignores: [
    'a compaction that is recorded, or a summary in the place of what was taken out',
    'another conversation of the same agent (a title, a judge)',
    'one message that is rewritten with every call',
    'a sliding window that keeps the standing instructions (then it is information)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const lane of view.lanes.keys()) yield* judgeLane(index, lane, limits);
  },
};

function* judgeLane(index: RunIndex, lane: number, limits: Limits): Generator<Finding> {
  const cuts: PromptCut[] = [];
  for (const cut of findPromptCuts(index.view, lane)) {
    if (!cut.isSummarised && cut.lost.length >= limits.minLost) cuts.push(cut);
  }
  const first = cuts[0];
  if (first === undefined) return;
  const instructions = cuts.flatMap(findLostInstructions);
  const lost = cuts.reduce((sum, cut) => sum + cut.lost.length, 0);
  const grave = cuts.find((cut) => findLostInstructions(cut).length > 0) ?? first;
  const next = findNextCall(index, lane, grave.after);
  const did = next < 0 ? '' : `; right after, it called ${quoteName(index.reader.name(next))}`;
  yield buildFactFinding(index, {
    rule: detector.id,
    lane,
    steps: cuts
      .flatMap(({before, after}) => [before, after])
      .filter((step, i, all) => all.indexOf(step) === i),
    provableStep: first.after,
    isRow: false,
    severity: instructions.length > 0 ? 'warning' : 'info',
    confidence: 'high',
    confidenceReason: 'both prompts are recorded, message by message',
    title:
      instructions.length > 0
        ? `${instructions.length} ${instructions.length === 1 ? 'instruction' : 'instructions'} fell out of the prompt without a compaction (${lost} messages in all)${did}`
        : `${lost} messages fell out of the prompt without a compaction${did}`,
    unchanged:
      'The latest messages stand in both prompts: it is the same conversation, cut at its beginning.',
    benign:
      instructions.length > 0
        ? 'A harness that drops old turns on purpose keeps the instructions.'
        : 'The standing instructions stayed: only old turns were dropped, as a sliding window does on purpose.',
    identity: toWordIdentity(['silent-truncation', String(instructions.length > 0)]),
    evidence: [
      {step: grave.before, shows: `the last prompt with them: ${describeLost(grave.lost)}`},
      {step: grave.after, shows: 'the first prompt without them'},
      ...(next < 0 ? [] : [{step: next, shows: 'what the agent did right after'}]),
    ],
    metrics: {messagesLost: lost, instructionsLost: instructions.length, cuts: cuts.length},
  });
}

/**
 * Instructions that are gone and that nothing stands in for: standing ones of the harness where no
 * such message is left, a person's words where no instruction at all is left. A window that slides
 * over old turns and keeps its system message loses none.
 */
function findLostInstructions({lost, now}: PromptCut): readonly Message[] {
  const left = now.filter(isInstruction);
  if (left.some(({role}) => STANDING.has(role))) return [];
  const gone = lost.filter(isInstruction);
  return left.length === 0 ? gone : gone.filter(({role}) => STANDING.has(role));
}

/** Words of a person or of the harness, and no mere carrier of tool results. */
function isInstruction({role, parts}: Message): boolean {
  return (
    INSTRUCTING.has(role) && parts.some((part) => part.kind === 'text' && part.text.trim() !== '')
  );
}

function describeLost(lost: readonly Message[]): string {
  const counts = new Map<string, number>();
  for (const {role} of lost) {
    const known = INSTRUCTING.has(role) || role === 'assistant' || role === 'tool' ? role : 'other';
    counts.set(known, (counts.get(known) ?? 0) + 1);
  }
  return [...counts].map(([role, count]) => `${count} ${role}`).join(', ');
}

function findNextCall({view, order}: RunIndex, lane: number, step: number): number {
  const own = view.lanes[lane]?.steps ?? new Int32Array(0);
  for (
    let place = (order.place[step] ?? 0) + 1;
    place < Math.min(own.length, (order.place[step] ?? 0) + 20);
    place++
  ) {
    const next = own[place] ?? -1;
    if (view.steps.kind[next] === KIND.tool || view.steps.kind[next] === KIND.handoff) return next;
  }
  return -1;
}
