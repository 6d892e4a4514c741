import {findNextFinding} from '../../replay/finding-index.js';
import {pendingWords} from '../../replay/reduce-data.js';
import type {PromptPurpose} from '../../replay/prompt.js';
import type {ReplayMode, ReplayState} from '../../replay/state.js';
import {line, span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {literal, show, visible} from '../../text/visible.js';
import {fitEnd} from '../../text/width.js';
import {KEYMAP, keyLabel, type Binding} from '../keymap.js';

/** The keys that matter now, most useful first; what cannot be used is left out. */
const USEFUL: Readonly<Record<ReplayMode, readonly string[]>> = {
  steps: [
    'step.next',
    'jump.next-finding',
    'look.incident',
    'look.compare',
    'look.open',
    'jump.next-error',
    'step.previous',
    'search.goto',
  ],
  tree: ['look.inward', 'look.outward', 'jump.next-finding', 'look.tree'],
  detail: ['step.next', 'step.next-keep-pane', 'leave.back'],
  findings: ['step.next', 'look.open', 'look.evidence', 'mark.triage'],
  incident: ['look.evidence', 'step.next', 'leave.back'],
  notes: ['step.next', 'look.open', 'mark.remove', 'leave.back'],
  shape: ['look.inward', 'look.outward', 'jump.next-finding', 'look.open'],
  compare: ['jump.next-lap', 'jump.previous-lap', 'leave.back'],
  help: ['step.next', 'step.page-down', 'leave.back'],
  prompt: ['look.open', 'leave.back', 'prompt.recall'],
};
const SHOWN_KEYS = 3;
/** In a pane or a list the same keys move by lines, and the footer says so. */
const SHORT_BY_MODE: ReadonlyMap<string, string> = new Map([
  ['detail step.next', 'scroll'],
  ['findings step.next', 'choose'],
  ['findings look.open', 'go there'],
  ['notes step.next', 'choose'],
  ['notes look.open', 'go there'],
  ['incident step.next', 'scroll'],
  ['help step.next', 'scroll'],
  ['shape look.inward', 'right'],
  ['shape look.outward', 'left'],
  ['shape look.open', 'steps'],
  ['tree look.tree', 'steps'],
  ['prompt look.open', 'go'],
  ['prompt leave.back', 'cancel'],
]);

const PROMPT_WORDS: Readonly<Record<PromptPurpose, string>> = {
  goto: 'go to step, time, share, lap or span',
  search: 'search',
  filter: 'list only',
  break: 'stop where',
  note: 'note',
  triage: 'c(onfirmed) or b(enign), why',
};

/** The last line: what was asked or refused, else the three keys that matter; always the way to the rest. */
export function footerLine(state: ReplayState, columns: number): Line {
  if (state.mode === 'prompt') return promptLine(state, columns);
  const right: Line = [...keySpans('?', 'all keys'), ...keySpans('q', quitWord(state))];
  return spreadLine(leftPart(state), right, columns);
}

function promptLine(state: ReplayState, columns: number): Line {
  const {prompt} = state;
  if (prompt === undefined) return [];
  const label = show` ${literal(PROMPT_WORDS[prompt.purpose])}: `;
  // The end of what is typed stays in view.
  const text = fitEnd(visible(prompt.text), Math.max(1, columns - label.length - 24));
  return spreadLine(
    [span('strong', label), span('plain', show`${text}_`)],
    [...usefulSpans(state)],
    columns,
  );
}

function leftPart(state: ReplayState): Line {
  if (state.notice !== undefined) return line('warning', show` ${state.notice}`);
  if (state.pending !== undefined)
    return line('muted', show` ${pendingWords(state.pending, state.run.steps)}`);
  return usefulSpans(state);
}

function quitWord(state: ReplayState): string {
  return state.mode === 'steps' || state.mode === 'tree' ? 'quit' : 'close';
}

function usefulSpans(state: ReplayState): readonly Span[] {
  const spans: Span[] = [];
  for (const binding of usefulBindings(state)) {
    const word = SHORT_BY_MODE.get(`${state.mode} ${binding.id}`) ?? binding.short;
    const key = binding.id === 'look.evidence' ? '1-9' : keyLabel(binding.keys[0] ?? '');
    spans.push(...keySpans(key, word));
  }
  return spans;
}

export function usefulBindings(state: ReplayState): readonly Binding[] {
  const useful: Binding[] = [];
  for (const id of USEFUL[state.mode]) {
    const binding = KEYMAP.find((item) => item.id === id);
    if (binding === undefined || binding.disabledReason?.(state) !== undefined) continue;
    if (id === 'jump.next-finding' && !hasNextFinding(state)) continue;
    // Beside two steps or prompts there is no lap to go on to.
    if (state.mode === 'compare' && id !== 'leave.back' && state.compare?.request.kind !== 'laps')
      continue;
    useful.push(binding);
    if (useful.length === SHOWN_KEYS) break;
  }
  return useful;
}

function hasNextFinding({findings, cursor, chosenFinding}: ReplayState): boolean {
  return findNextFinding(findings, {step: cursor, chosen: chosenFinding}, true) !== undefined;
}

function keySpans(key: string, word: string): readonly Span[] {
  return [span('accent', literal(` ${key}`)), span('muted', literal(` ${word} `))];
}
