import {line, span, type Line} from '../../text/spans.js';
import {literal} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import {wrapLine} from '../../text/wrap.js';
import {GROUPS, KEYMAP, keyLabels, type Binding} from '../keymap.js';

const KEY_COLUMNS = 18;
const LABEL_COLUMNS = 60;

const FOOTNOTES = [
  ' Conditions of search, filter and breakpoint:',
  '   error ok unfinished write handoff finding',
  '   tool= agent= kind= rule= (* for any, != for not, ~ for a part), text~"..."',
  '   step depth lane tokens context repeat duration and = != > >= < <= 20k 300ms',
  '   joined by and, or, not, ( ); other words are searched for as text',
  '',
  ' In the list: ! critical finding, ~ warning, i info; x the step failed;',
  '   * a note or bookmark; + the step picked to compare.',
] as const;

/** All keys by group; built once. */
export const HELP_LINES: readonly Line[] = buildHelp();

function buildHelp(): readonly Line[] {
  const lines: Line[] = [];
  for (const group of GROUPS) {
    lines.push(line('title', literal(` ${group}`)));
    for (const binding of KEYMAP) if (binding.group === group) lines.push(...bindingLines(binding));
    lines.push(line('plain', literal('')));
  }
  for (const text of FOOTNOTES) lines.push(line('muted', literal(text)));
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
