import {nameTreeRow} from '../../replay/name-tree-row.js';
import {treePlace} from '../../replay/move.js';
import {coversStep} from '../../replay/finding-index.js';
import type {StoredFinding, TreeRow} from '../../replay/reader.js';
import type {ReplayState} from '../../replay/state.js';
import {cursorIndex} from '../../replay/tree-state.js';
import {scrollTop} from '../../replay/window.js';
import {formatCompact, formatCount} from '../../text/numbers.js';
import {FAILED, severitySign, severityToken} from '../../text/signs.js';
import {line, lineText, span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {literal, show, visible} from '../../text/visible.js';
import {padStartTo} from '../../text/width.js';
import type {Symbols} from '../symbols.js';

/** Levels drawn as indentation; deeper rows tell their depth as a number. */
const MAX_INDENT = 12;

/** The call tree around the cursor, a row a line. */
export function treeListLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
  symbols: Symbols,
): readonly Line[] {
  const {tree} = state;
  const here = cursorIndex({...tree, cursor: treePlace(state)});
  if (here < 0) return [line('muted', literal('  reading the call tree…'))];
  const top = scrollTop(tree.top, here, {rows: size.rows, total: tree.rows.length});
  return tree.rows
    .slice(top, top + size.rows)
    .map((row, at) =>
      rowLine(state, row, {columns: size.columns, symbols, isHere: top + at === here}),
    );
}

interface RowShape {
  readonly columns: number;
  readonly symbols: Symbols;
  readonly isHere: boolean;
}

function rowLine(state: ReplayState, row: TreeRow, shape: RowShape): Line {
  const indent = Math.min(row.depth, MAX_INDENT);
  const deep = row.depth > MAX_INDENT ? show`(depth ${formatCount(row.depth)}) ` : literal('');
  const left: Line = [
    span('strong', literal(shape.isHere ? `${shape.symbols.cursor} ` : '  ')),
    markOf(state, row),
    span(
      'muted',
      show`${literal('  '.repeat(indent))}${deep}${literal(foldSign(state, row, shape))} `,
    ),
    ...timesSpans(row),
    span('muted', show`${literal(row.kind)} `),
    span('strong', visible(nameTreeRow(row))),
    ...defectSpans(row),
  ];
  const made = spreadLine(left, rowTail(row), shape.columns);
  return shape.isHere ? [span('selected', visible(lineText(made)))] : made;
}

/** Closed, open, or without rows below. */
function foldSign({tree}: ReplayState, row: TreeRow, {symbols}: RowShape): string {
  if (row.size <= 1) return ' ';
  return tree.view.collapsed.has(row.pre) ? symbols.closed : symbols.open;
}

function timesSpans(row: TreeRow): readonly Span[] {
  if (row.repeats <= 1) return [];
  return [span('warning', show`x${formatCount(row.repeats)} `)];
}

function defectSpans(row: TreeRow): readonly Span[] {
  if (row.defects.length === 0) return [];
  return [span('muted', show` (${literal(row.defects.join(', '))})`)];
}

function rowTail(row: TreeRow): readonly Span[] {
  const spans: Span[] = [];
  if (row.status === 'error') spans.push(span('error', show` ${FAILED}`));
  const tokens = (row.inputTokens ?? 0) + (row.outputTokens ?? 0);
  if (tokens > 0) spans.push(span('muted', padStartTo(show` ${formatCompact(tokens)} tok`, 10)));
  if (row.durationUs !== undefined)
    spans.push(span('muted', padStartTo(show` ${formatDurationUs(row.durationUs)}`, 8)));
  return spans.length === 0 ? spans : [...spans, span('plain', literal(' '))];
}

/** The worst finding that covers the row's own step. */
function markOf({findings}: ReplayState, row: TreeRow): Span {
  const {step} = row;
  const finding: StoredFinding | undefined =
    step === undefined ? undefined : findings.worstFirst.find((item) => coversStep(item, step));
  if (finding === undefined) return span('plain', literal('  '));
  return span(severityToken(finding.severity), literal(`${severitySign(finding.severity)} `));
}
