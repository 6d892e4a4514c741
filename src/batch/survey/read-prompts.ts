import {createHash} from 'node:crypto';
import type {RunIndex} from '../../detect/view/run-index.js';
import {compact} from '../../model/compact.js';
import type {Message} from '../../model/message.js';
import {STEP_FLAG, STEP_KINDS} from '../../tree/step-table.js';
import {maskVolatile} from '../../tree/signature/mask-volatile.js';
import {toStableName} from './call-shape.js';
import {checkReply, readPromptRules, type PromptRule} from './prompt-rules.js';
import {hideSecrets} from './secret-marks.js';
import type {PromptUse, RuleBreach} from './survey.js';

/** Lanes whose first model call is read for its prompt: each agent instance has one. */
const MAX_LANES = 200;
/** Messages read of a first call: a conversation that is longer was compacted or resumed. */
const MAX_MESSAGES = 400;
const MAX_PROMPT_CHARS = 16 * 1024;
const MAX_BREACHES = 50;
/** Replies checked in one run. */
const MAX_REPLIES = 5000;
const ID_DIGITS = 12;
const LLM = STEP_KINDS.indexOf('llm');

export interface ReadPrompts {
  readonly prompts: readonly PromptUse[];
  readonly breaches: readonly RuleBreach[];
  readonly checkedReplies: number;
}

/** System prompts of the run's lanes, and the replies that leave their rules. */
export function readPrompts(index: RunIndex): ReadPrompts {
  const {view} = index;
  const prompts = new Map<string, PromptUse>();
  const breaches: RuleBreach[] = [];
  let checkedReplies = 0;
  for (const lane of view.lanes.slice(0, MAX_LANES)) {
    const first = lane.steps.find(
      (step) => view.steps.kind[step] === LLM && inNodeOf(index, step) >= 0,
    );
    if (first === undefined) continue;
    const text = findPrompt(view.bodies.messages(inNodeOf(index, first), MAX_MESSAGES));
    if (text === undefined) continue;
    const agent = agentOf(index, first);
    const prompt = toPrompt(index, {agent, text, step: first});
    const key = `${agent}\u0001${prompt.id}`;
    if (!prompts.has(key)) prompts.set(key, prompt);
    const rules = readPromptRules(text);
    if (rules.length === 0) continue;
    for (const step of lane.steps) {
      if (view.steps.kind[step] !== LLM || checkedReplies >= MAX_REPLIES) continue;
      const found = checkStep(index, step, rules);
      if (found === undefined) continue;
      checkedReplies++;
      for (const breach of found) {
        if (breaches.length < MAX_BREACHES) breaches.push({agent, ...breach});
      }
    }
  }
  return {prompts: [...prompts.values()], breaches, checkedReplies};
}

export function agentOf({view}: RunIndex, step: number): string {
  return toStableName(view.spans.strings[view.steps.agent[step] ?? -1] ?? '');
}

function inNodeOf({view}: RunIndex, step: number): number {
  return view.spans.inNode[view.steps.spanRow[step] ?? -1] ?? -1;
}

function findPrompt(messages: readonly Message[]): string | undefined {
  const system = messages.filter(({role}) => role === 'system' || role === 'developer');
  const text = system.map(toText).join('\n').trim();
  return text === '' ? undefined : text;
}

function toText({parts}: Message): string {
  return parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
}

function toPrompt(
  {view}: RunIndex,
  {agent, text, step}: {readonly agent: string; readonly text: string; readonly step: number},
): PromptUse {
  const timeUs = view.steps.startUs[step] ?? NaN;
  return compact<PromptUse>({
    agent,
    id: createHash('sha256').update(toStableText(text)).digest('hex').slice(0, ID_DIGITS),
    text: hideSecrets(text.slice(0, MAX_PROMPT_CHARS)),
    chars: text.length,
    step,
    firstUs: Number.isNaN(timeUs) ? undefined : timeUs,
  });
}

/** A prompt that tells today's date is not another one tomorrow. */
function toStableText(text: string): string {
  return maskVolatile(text)
    .replace(/\b\d{4}-\d\d-\d\d\b/g, '<day>')
    .replace(
      /\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b,?(?: \w+ \d{1,2}(?:st|nd|rd|th)?)?(?:,? \d{4})?/g,
      '<day>',
    )
    .replace(/\s+/g, ' ')
    .trim();
}

/** Undefined where the reply is not recorded. */
function checkStep(
  index: RunIndex,
  step: number,
  rules: readonly PromptRule[],
): readonly Omit<RuleBreach, 'agent'>[] | undefined {
  const {view} = index;
  const outNode = view.spans.outNode[view.steps.spanRow[step] ?? -1] ?? -1;
  const [reply] = outNode < 0 ? [] : view.bodies.messages(outNode, 1);
  if (reply === undefined) return undefined;
  const tools = reply.parts.flatMap((part) => (part.kind === 'tool-call' ? [part.name] : []));
  const isAnswer = ((view.steps.flags[step] ?? 0) & STEP_FLAG.textOnly) !== 0 && tools.length === 0;
  const timeUs = view.steps.startUs[step] ?? NaN;
  return checkReply(rules, {text: toText(reply), isAnswer, tools}).map((breach) =>
    compact<Omit<RuleBreach, 'agent'>>({
      ...breach,
      rule: hideSecrets(breach.rule),
      step,
      timeUs: Number.isNaN(timeUs) ? undefined : timeUs,
    }),
  );
}
