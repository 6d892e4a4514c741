import {code, command, say} from '../../report/draft/say.js';
import type {Inlines} from '../../report/draft/draft.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import type {RoundupBlock, RoundupPart} from './document.js';
import type {
  Breach,
  CallPlace,
  DefinitionChange,
  Drift,
  PromptChange,
  SameInput,
} from './roundup.js';
import {sayMinute} from './say-numbers.js';

const MAX_ITEMS = 12;

/** Words of replies, by `run step`, for those that are quoted. */
export type ReplyTexts = ReadonlyMap<string, string>;

export function toReplyKey({run, step}: {readonly run: string; readonly step: number}): string {
  return `${run} ${String(step)}`;
}

/** Wednesday: whether the agents still answer alike, and as they are told to. */
export function sayDrift(drift: Drift, texts: ReplyTexts): RoundupPart {
  return {
    name: 'drift',
    title: 'Wednesday: drift',
    blocks: [
      {kind: 'heading', text: 'Same input, different output'},
      ...saySameInputs(drift, texts),
      {kind: 'heading', text: 'Replies that leave the system prompt'},
      ...sayBreaches(drift),
      {kind: 'heading', text: 'System prompts that changed'},
      ...sayPrompts(drift.prompts),
      {kind: 'heading', text: 'Tool definitions that changed'},
      ...sayDefinitions(drift.definitions),
      {kind: 'heading', text: 'A sample to read'},
      ...saySample(drift, texts),
    ],
  };
}

function saySameInputs(
  {sameInputs, repeatedInputs, modelCalls}: Drift,
  texts: ReplyTexts,
): readonly RoundupBlock[] {
  if (repeatedInputs === 0) {
    return [
      text(
        say`No two of ${formatCountOf(modelCalls, 'model call')} were given the same conversation, message for message.`,
      ),
    ];
  }
  const blocks: RoundupBlock[] = [
    text(
      say`${formatCount(repeatedInputs)} inputs were met more than once, message for message; ${formatCount(sameInputs.length)} of them had more than one output.`,
    ),
  ];
  const items = sameInputs.slice(0, MAX_ITEMS).map((same) => saySameInput(same, texts));
  if (items.length > 0) blocks.push({kind: 'list', items});
  return [...blocks, ...more(sameInputs.length)];
}

function saySameInput({calls, outputs, runs, places}: SameInput, texts: ReplyTexts): Inlines {
  const shown = places.map((place) => {
    const reply = texts.get(toReplyKey(place));
    const quoted = reply === undefined ? say`` : say` ${code(short(reply))}`;
    return say`${sayPlace(place)}${quoted}`;
  });
  const list = shown.flatMap((one, at) => (at === 0 ? one : [...say`; `, ...one]));
  return say`${formatCountOf(outputs, 'output')} to one input, ${formatCountOf(calls, 'call')} in ${formatCountOf(runs, 'run')}: ${list}`;
}

function sayBreaches({breaches, checkedReplies}: Drift): readonly RoundupBlock[] {
  if (checkedReplies === 0) {
    return [
      text(
        say`No system prompt states a rule that can be checked (language, format, length, allowed tools), or none is recorded.`,
      ),
    ];
  }
  const head = say`${formatCountOf(checkedReplies, 'reply', 'replies')} checked against the language, format, length and tools that their prompts state; ${formatCount(breaches.length)} leave them. Rules in other words are not seen.`;
  const items = groupBreaches(breaches).slice(0, MAX_ITEMS);
  return items.length === 0 ? [text(head)] : [text(head), {kind: 'list', items}];
}

function groupBreaches(breaches: readonly Breach[]): readonly Inlines[] {
  const groups = new Map<string, Breach[]>();
  for (const breach of breaches) {
    const key = [breach.agent, breach.rule, breach.found].join('\u0001');
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [breach]);
    else known.push(breach);
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap(([first, ...rest]): Inlines[] =>
      first === undefined
        ? []
        : [
            say`${sayAgentName(first.agent)} was told ${code(first.rule)} and gave ${code(first.found)}: ${formatCountOf(rest.length + 1, 'time')}, first ${sayPlace(first)}`,
          ],
    );
}

function sayPrompts(prompts: readonly PromptChange[]): readonly RoundupBlock[] {
  const changed = prompts.filter(({before}) => before !== undefined);
  const fresh = prompts.filter(({before}) => before === undefined);
  if (prompts.length === 0) return [text(say`None, as far as prompts are recorded.`)];
  const items: Inlines[] = changed.slice(0, MAX_ITEMS).map(sayPromptChange);
  for (const {agent, prompt, run} of fresh.slice(0, MAX_ITEMS)) {
    items.push(
      say`${sayAgentName(agent)} has its first one in this archive: prompt ${code(prompt.id)}, ${formatCount(prompt.chars)} characters, run ${code(run)}`,
    );
  }
  return [{kind: 'list', items}, ...more(Math.max(changed.length, fresh.length))];
}

function sayPromptChange({
  agent,
  prompt,
  before,
  run,
  addedLines,
  removedLines,
}: PromptChange): Inlines {
  const lines = (sign: string, of: readonly string[]): Inlines =>
    of.flatMap((one) => say`; ${sign} ${code(short(one))}`);
  return say`${sayAgentName(agent)}: ${code(before?.id ?? '')} became ${code(prompt.id)} on ${sayMinute(prompt.firstUs)}, run ${code(run)}${lines('+', addedLines)}${lines('-', removedLines)}`;
}

function sayDefinitions(definitions: readonly DefinitionChange[]): readonly RoundupBlock[] {
  if (definitions.length === 0) return [text(say`None, as far as definitions are recorded.`)];
  const items = definitions
    .slice(0, MAX_ITEMS)
    .map(({tool, run, isNew, addedParameters, removedParameters}) => {
      if (isNew) return say`${code(tool)} is defined for the first time, run ${code(run)}`;
      const names = (sign: string, of: readonly string[]): Inlines =>
        of.flatMap((name) => say` ${sign}${code(name)}`);
      const parameters = addedParameters.length + removedParameters.length;
      const what =
        parameters === 0
          ? say`its words, not its parameters`
          : say`parameters${names('+', addedParameters)}${names('-', removedParameters)}`;
      return say`${code(tool)} changed: ${what}, run ${code(run)}`;
    });
  return [{kind: 'list', items}, ...more(definitions.length)];
}

function saySample({sample, seed}: Drift, texts: ReplyTexts): readonly RoundupBlock[] {
  if (sample.length === 0) return [text(say`No model reply is recorded in this period.`)];
  const items = sample.map((place) => {
    const reply = texts.get(toReplyKey(place)) ?? '';
    const told = reply === '' ? say`no text` : say`${code(short(reply))}`;
    return say`${sayAgentName(place.agent)}, ${sayPlace(place)}: ${told}`;
  });
  return [
    text(say`Drawn with seed ${String(seed)}; another seed draws others.`),
    {kind: 'list', items},
  ];
}

function sayPlace({run, step}: Pick<CallPlace, 'run' | 'step'>): Inlines {
  return say`${command(`show --run ${run} ${String(step + 1)}`)}`;
}

function sayAgentName(agent: string): Inlines {
  return agent === '' ? say`An agent without a name` : say`${code(agent)}`;
}

/** Characters of a reply that are quoted: the place leads to the rest. */
function short(reply: string): string {
  return reply.replace(/\s+/g, ' ').slice(0, 90);
}

function text(line: Inlines): RoundupBlock {
  return {kind: 'paragraph', line};
}

function more(count: number): readonly RoundupBlock[] {
  const rest = count - MAX_ITEMS;
  return rest > 0 ? [text(say`And ${formatCount(rest)} more; --json has them all.`)] : [];
}
