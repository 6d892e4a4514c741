import type {ReplayMode, ReplayState} from '../../replay/state.js';
import {line, span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {literal, show} from '../../text/visible.js';
import {KEYMAP, keyLabel, type Binding} from '../keymap.js';

/** The keys that matter now, most useful first; what cannot be used is left out. */
const USEFUL: Readonly<Record<ReplayMode, readonly string[]>> = {
  steps: [
    'step.next',
    'find.next-finding',
    'look.open',
    'find.next-error',
    'step.previous',
    'find.goto',
  ],
  detail: ['step.next', 'step.next-keep-pane', 'leave.back'],
  findings: ['step.next', 'look.open', 'leave.back'],
  help: ['step.next', 'step.page-down', 'leave.back'],
  goto: ['look.open', 'leave.back', 'find.goto-erase'],
};
const SHOWN_KEYS = 3;
/** In a pane or a list the same keys move by lines, and the footer says so. */
const SHORT_BY_MODE: ReadonlyMap<string, string> = new Map([
  ['detail step.next', 'scroll'],
  ['findings step.next', 'choose'],
  ['findings look.open', 'go there'],
  ['help step.next', 'scroll'],
  ['goto look.open', 'go'],
  ['goto leave.back', 'cancel'],
]);

/** The last line: what was asked or refused, else the three keys that matter; always the way to the rest. */
export function footerLine(state: ReplayState, columns: number): Line {
  const right: Line = [...keySpans('?', 'all keys'), ...keySpans('q', quitWord(state))];
  return spreadLine(leftPart(state), state.mode === 'goto' ? [] : right, columns);
}

function leftPart(state: ReplayState): Line {
  if (state.mode === 'goto')
    return [
      span('strong', show` go to step: ${literal(state.gotoText)}_  `),
      ...usefulSpans(state),
    ];
  if (state.notice !== undefined) return line('warning', show` ${state.notice}`);
  if (state.errorSearch !== undefined) return line('muted', literal(' looking for an error…'));
  return usefulSpans(state);
}

function quitWord(state: ReplayState): string {
  return state.mode === 'steps' ? 'quit' : 'close';
}

function usefulSpans(state: ReplayState): readonly Span[] {
  const spans: Span[] = [];
  for (const binding of usefulBindings(state)) {
    const word = SHORT_BY_MODE.get(`${state.mode} ${binding.id}`) ?? binding.short;
    spans.push(...keySpans(keyLabel(binding.keys[0] ?? ''), word));
  }
  return spans;
}

export function usefulBindings(state: ReplayState): readonly Binding[] {
  const useful: Binding[] = [];
  for (const id of USEFUL[state.mode]) {
    const binding = KEYMAP.find((item) => item.id === id);
    if (binding === undefined || binding.disabledReason?.(state) !== undefined) continue;
    useful.push(binding);
    if (useful.length === SHOWN_KEYS) break;
  }
  return useful;
}

function keySpans(key: string, word: string): readonly Span[] {
  return [span('accent', literal(` ${key}`)), span('muted', literal(` ${word} `))];
}
