import type {StepRow} from '../../replay/reader.js';
import {coversStep} from '../../replay/finding-index.js';
import {filteredWindow} from '../../replay/filter.js';
import {rowAt} from '../../replay/move.js';
import type {ReplayState} from '../../replay/state.js';
import {KIND_COLUMNS, kindWord} from '../../replay/step-words.js';
import type {StoredFinding} from '../../replay/reader.js';
import {formatCount} from '../../text/numbers.js';
import {FAILED, severitySign, severityToken} from '../../text/signs.js';
import {lineText, padLine, span, spreadLine, type Line, type Span} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {fit, padStartTo, padTo} from '../../text/width.js';
import type {Symbols} from '../symbols.js';

/** Share of a row that the name may take; previews get the rest. */
const NAME_SHARE = 0.28;
const MIN_NAME_COLUMNS = 10;
const MAX_NAME_COLUMNS = 32;
/** From this width a row also shows who acted. */
const AGENT_FROM_COLUMNS = 100;
const AGENT_COLUMNS = 14;
/** Characters of a preview that are looked at before it is fitted. */
const MAX_PREVIEW_CHARS = 400;

/** The window of rows around the cursor, one line each, exactly `columns` wide. */
export function stepListLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
  symbols: Symbols,
): readonly Line[] {
  if (state.run.steps === 0)
    return [padLine([span('muted', literal('  this run has no steps'))], size.columns)];
  return stepsInView(state, size.rows).map((step) =>
    rowLine(state, step, {columns: size.columns, symbols}),
  );
}

function stepsInView(state: ReplayState, rows: number): readonly number[] {
  const {filter, cursor, listTop, run} = state;
  if (filter !== undefined) return filteredWindow(filter, cursor, rows);
  const length = Math.min(rows, run.steps - listTop);
  return Array.from({length}, (_unused, at) => listTop + at);
}

function rowLine(
  state: ReplayState,
  step: number,
  shape: {readonly columns: number; readonly symbols: Symbols},
): Line {
  const isHere = step === state.cursor;
  const numberColumns = formatCount(state.run.steps).length;
  const row = rowAt(state, step);
  const head: Line = [
    span('strong', literal(isHere ? `${shape.symbols.cursor} ` : '  ')),
    span('muted', padStartTo(formatCount(step + 1), numberColumns)),
    markSpan(coveringFinding(state, step, row)),
    noteSpan(state, step),
  ];
  const body = row === undefined ? [span('muted', literal('…'))] : rowBody(row, shape.columns);
  const tail = row === undefined ? [] : rowTail(row);
  const line = spreadLine([...head, ...body], tail, shape.columns);
  return isHere ? [span('selected', visible(lineText(line)))] : line;
}

/** The finding to mark a row with: what the reader says; until its row is here, what the finding says. */
export function coveringFinding(
  state: ReplayState,
  step: number,
  row: StepRow | undefined,
): StoredFinding | undefined {
  const {findings, chosenFinding} = state;
  if (row === undefined) return findings.worstFirst.find((finding) => coversStep(finding, step));
  const id =
    chosenFinding !== undefined && row.findings.includes(chosenFinding)
      ? chosenFinding
      : row.findings[0];
  return id === undefined ? undefined : findings.byId.get(id);
}

/** A picked step, else one with a note or bookmark. */
function noteSpan({notes, picked}: ReplayState, step: number): Span {
  if (step === picked) return span('accent', literal('+'));
  const isNoted = notes.notes.some((note) => note.step === step);
  return isNoted ? span('accent', literal('*')) : span('plain', literal(''));
}

function markSpan(finding: StoredFinding | undefined): Span {
  if (finding === undefined) return span('plain', literal('   '));
  return span(severityToken(finding.severity), literal(` ${severitySign(finding.severity)} `));
}

function rowBody(row: StepRow, columns: number): readonly Span[] {
  const nameColumns = Math.max(
    MIN_NAME_COLUMNS,
    Math.min(MAX_NAME_COLUMNS, Math.floor(columns * NAME_SHARE)),
  );
  const spans: Span[] = [
    span('muted', padTo(literal(kindWord(row.kind)), KIND_COLUMNS + 1)),
    span('plain', padTo(fit(visible(row.name), nameColumns), nameColumns + 1)),
  ];
  if (columns >= AGENT_FROM_COLUMNS && row.agent !== undefined)
    spans.splice(1, 0, span('muted', padTo(visible(row.agent), AGENT_COLUMNS)));
  if (row.argsPreview !== undefined) spans.push(span('plain', preview(row.argsPreview)));
  if (row.resultPreview !== undefined)
    spans.push(span('muted', show` → ${preview(row.resultPreview)}`));
  return spans;
}

function rowTail(row: StepRow): readonly Span[] {
  const spans: Span[] = [];
  if (row.outcome === 'error') spans.push(span('error', show` ${FAILED}`));
  if (row.durationUs !== undefined)
    spans.push(span('muted', padStartTo(show` ${formatDurationUs(row.durationUs)}`, 8)));
  return spans.length === 0 ? spans : [...spans, span('plain', literal(' '))];
}

function preview(text: string): DisplayText {
  return visible(text.slice(0, MAX_PREVIEW_CHARS));
}
