import {nameTreeRow} from '../../replay/name-tree-row.js';
import type {TreeRow} from '../../replay/reader.js';
import {formatCount, formatTokens} from '../../text/numbers.js';
import {FAILED} from '../../text/signs.js';
import {span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';

/** Levels that are drawn by indentation; deeper ones say their depth, so that a chain stays readable. */
const MAX_INDENT = 12;

/** One row of the call tree: what it is on the left, what it took on the right. */
export function buildTreeLine(row: TreeRow, width: number): Line {
  const left: Span[] = [
    span('muted', buildIndent(row.depth)),
    span('plain', visible(nameTreeRow(row))),
  ];
  left.push(span('muted', show` ${visible(row.kind)}`));
  if (row.repeats > 1) left.push(span('accent', show`  x${formatCount(row.repeats)}`));
  if (row.status === 'error') left.push(span('error', show`  ${FAILED}`));
  for (const defect of row.defects) left.push(span('warning', show`  ! ${visible(defect)}`));
  return spreadLine(left, [span('muted', show`  ${describeAmounts(row)}`)], width);
}

function buildIndent(depth: number): DisplayText {
  if (depth <= MAX_INDENT) return literal('  '.repeat(depth));
  return show`${literal('  '.repeat(MAX_INDENT))}(${formatCount(depth)}) `;
}

function describeAmounts(row: TreeRow): DisplayText {
  const parts: DisplayText[] = [];
  const tokens = (row.inputTokens ?? 0) + (row.outputTokens ?? 0);
  if (tokens > 0) parts.push(show`${formatTokens(tokens)} tok`);
  if (row.durationUs !== undefined) parts.push(formatDurationUs(row.durationUs));
  return joinDisplay(parts, '  ');
}
