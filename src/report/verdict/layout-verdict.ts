import {line, span, type Line} from '../../text/spans.js';
import {fit, padTo} from '../../text/width.js';
import {literal, show, type DisplayText} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import type {Verdict, VerdictBlock} from './verdict-block.js';

/** Columns of the labels, the space after them included. */
const LABEL_COLUMNS = 12;
/** Longest text of one field, in lines: a hostile title must not fill the screen. */
const MAX_LINES = 8;
const INDENT = 2;

/** The verdict as lines of at most `width` columns, ready to be painted. Pure. */
export function layoutVerdict(verdict: Verdict, width: number): readonly Line[] {
  const lines: Line[] = [];
  for (const block of verdict) lines.push(...layoutBlock(block, width));
  return lines;
}

function layoutBlock(block: VerdictBlock, width: number): readonly Line[] {
  switch (block.kind) {
    case 'title':
      return wrapLine(block.text, width, MAX_LINES).map((text) => line(block.token, text));
    case 'sentence':
      return indent(wrapLine(block.text, width - INDENT, MAX_LINES));
    case 'item':
      return [line(block.token, fit(block.text, width))];
    case 'field':
      return layoutField(block.label, block.lines, width);
    case 'command':
      // A command is copied by hand or mouse: never cut, never wrapped by us.
      return [[span('muted', literal('  $ ')), span('accent', block.text)]];
    case 'gap':
      return [line('plain', literal(''))];
  }
}

function indent(lines: readonly DisplayText[]): readonly Line[] {
  return lines.map((text) => line('plain', show`  ${text}`));
}

function layoutField(
  label: DisplayText,
  texts: readonly DisplayText[],
  width: number,
): readonly Line[] {
  const room = Math.max(1, width - INDENT - LABEL_COLUMNS);
  const lines: Line[] = [];
  for (const text of texts) {
    for (const part of wrapLine(text, room, MAX_LINES)) {
      const head = padTo(lines.length === 0 ? label : literal(''), LABEL_COLUMNS);
      lines.push([span('muted', show`  ${head}`), span('plain', part)]);
    }
  }
  return lines;
}
