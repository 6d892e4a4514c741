import {STRIP_LEGEND} from '../../text/signs.js';
import {line, span, type Line} from '../../text/spans.js';
import {literal, show, type DisplayText} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import {wrapLine} from '../../text/wrap.js';
import {GROUPS, KEYMAP, keyLabels, type Binding} from '../keymap.js';

const KEY_COLUMNS = 18;
const LABEL_COLUMNS = 60;

const FOOTNOTES: readonly DisplayText[] = [
  literal(' Conditions of search, filter and breakpoint:'),
  literal('   error ok unfinished write handoff finding'),
  literal('   tool= agent= kind= rule= (* for any, != for not, ~ for a part), text~"..."'),
  literal('   step depth lane tokens context repeat duration and = != > >= < <= 20k 300ms'),
  literal('   joined by and, or, not, ( ); other words are searched for as text'),
  literal(''),
  literal(' Signs of the line under the title, the whole run from left to right:'),
  show`   ${STRIP_LEGEND}`,
  literal(' In the list: the same signs for the finding that covers a step;'),
  literal('   * a note or bookmark; + the step picked to compare'),
];

/** All keys by group; built once. */
export const HELP_LINES: readonly Line[] = buildHelp();

function buildHelp(): readonly Line[] {
  const lines: Line[] = [];
  for (const group of GROUPS) {
    lines.push(line('title', literal(` ${group}`)));
    for (const binding of KEYMAP) if (binding.group === group) lines.push(...bindingLines(binding));
    lines.push(line('plain', literal('')));
  }
  for (const text of FOOTNOTES) lines.push(line('muted', text));
  return lines;
}

/** Labels are wrapped to what the narrowest screen of use holds. */
function bindingLines(binding: Binding): readonly Line[] {
  const label = wrapLine(literal(binding.label), LABEL_COLUMNS, 4);
  return label.map((piece, at) => [
    span('accent', padTo(literal(at === 0 ? `   ${keyLabels(binding)}` : ''), KEY_COLUMNS)),
    span('plain', piece),
  ]);
}

export function helpLines(top: number, rows: number): readonly Line[] {
  return HELP_LINES.slice(top, top + rows);
}
