import {line, span, type Line} from '../../text/spans.js';
import {literal} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import {GROUPS, KEYMAP, keyLabels} from '../keymap.js';

const KEY_COLUMNS = 18;

/** All keys by group; built once. */
export const HELP_LINES: readonly Line[] = buildHelp();

function buildHelp(): readonly Line[] {
  const lines: Line[] = [];
  for (const group of GROUPS) {
    lines.push(line('title', literal(` ${group}`)));
    for (const binding of KEYMAP)
      if (binding.group === group)
        lines.push([
          span('accent', padTo(literal(`   ${keyLabels(binding)}`), KEY_COLUMNS)),
          span('plain', literal(binding.label)),
        ]);
    lines.push(line('plain', literal('')));
  }
  lines.push(
    line(
      'muted',
      literal(' In the list: ! critical finding, ~ warning, i info; x the step failed.'),
    ),
  );
  return lines;
}

export function helpLines(top: number, rows: number): readonly Line[] {
  return HELP_LINES.slice(top, top + rows);
}
