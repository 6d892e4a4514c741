import {MAX_LEADS} from '../../replay/evidence.js';
import type {StoredFinding} from '../../replay/reader.js';
import type {ReplayState} from '../../replay/state.js';
import {scrollTop} from '../../replay/window.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {line, lineText, padLine, span, type Line} from '../../text/spans.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {padTo} from '../../text/width.js';
import {wrapLine} from '../../text/wrap.js';

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** The findings, worst first, and below them why the chosen one is believed. */
export function findingsOverlayLines(state: ReplayState, size: Size): readonly Line[] {
  const count = state.findings.worstFirst.length;
  const title = line('title', show` What broke: ${formatCountOf(count, 'finding')}, worst first`);
  const listRows = Math.min(count, Math.max(3, Math.floor(size.rows / 2) - 1));
  const list = findingRows(state, {columns: size.columns, rows: listRows}, true);
  const chosen = state.findings.worstFirst[state.findingCursor];
  const why = chosen === undefined ? [] : reasonLines(chosen, state, size.columns);
  return [title, ...list, line('plain', literal('')), ...why].slice(0, size.rows);
}

/** The same list as a pane that stays in view on wide screens. */
export function findingsPaneLines(state: ReplayState, size: Size): readonly Line[] {
  const title = line('title', show` ${formatCountOf(state.findings.worstFirst.length, 'finding')}`);
  const lines: Line[] = [title, line('plain', literal(''))];
  for (const finding of state.findings.worstFirst) {
    if (lines.length >= size.rows) break;
    lines.push(markLine(finding), ...bodyLines(finding, size.columns));
  }
  return lines.slice(0, size.rows);
}

function markLine(finding: StoredFinding): Line {
  return [
    span(severityToken(finding.severity), mark(finding)),
    span('muted', show`  ${stepRange(finding)}`),
  ];
}

function bodyLines(finding: StoredFinding, columns: number): readonly Line[] {
  const title = wrapLine(visible(finding.title), columns - 4, 3);
  return [
    ...title.map((text) => line('plain', show`   ${text}`)),
    line('muted', show`   ${visible(finding.rule)}`),
    line('plain', literal('')),
  ];
}

function findingRows(state: ReplayState, size: Size, hasCursor: boolean): readonly Line[] {
  const all = state.findings.worstFirst;
  const top = scrollTop(0, state.findingCursor, {rows: size.rows, total: all.length});
  return all.slice(top, top + size.rows).map((finding, index) => {
    const spans = padLine(
      [
        span(severityToken(finding.severity), padTo(mark(finding), 13)),
        span('muted', padTo(stepRange(finding), 22)),
        ...triageSpans(finding, state),
        span('plain', visible(finding.title)),
      ],
      size.columns,
    );
    const isHere = hasCursor && top + index === state.findingCursor;
    return isHere ? [span('selected', visible(lineText(spans)))] : spans;
  });
}

/** What a person said of it, before the title. */
function triageSpans({id}: StoredFinding, {notes}: ReplayState): Line {
  const triage = notes.triage.get(id);
  return triage === undefined ? [] : [span('accent', show`${literal(triage.verdict)}  `)];
}

function mark(finding: StoredFinding): DisplayText {
  return literal(` ${severitySign(finding.severity)} ${finding.severity}`);
}

function stepRange(finding: StoredFinding): DisplayText {
  return show`steps ${formatCount(finding.firstStep + 1)}-${formatCount(finding.lastStep + 1)}`;
}

function reasonLines(
  finding: StoredFinding,
  {notes}: ReplayState,
  columns: number,
): readonly Line[] {
  const lines: Line[] = [];
  const add = (label: string, text: DisplayText): void => {
    const wrapped = wrapLine(text, columns - 17, 4);
    for (const [index, piece] of wrapped.entries())
      lines.push([
        span('muted', padTo(literal(index === 0 ? `   ${label}` : ''), 16)),
        span('plain', piece),
      ]);
  };
  add('rule', visible(finding.rule));
  add('confidence', show`${literal(finding.confidence)}: ${visible(finding.confidenceReason)}`);
  add('unchanged', visible(finding.unchanged));
  add('benign if', visible(finding.benign));
  add('provable', show`at step ${formatCount(finding.provableStep + 1)}`);
  const triage = notes.triage.get(finding.id);
  if (triage !== undefined) add('marked', show`${literal(triage.verdict)}: ${visible(triage.why)}`);
  for (const [at, {step, shows}] of finding.evidence.slice(0, MAX_LEADS).entries())
    add(`[${at + 1}] step ${formatCount(step + 1)}`, visible(shows));
  return lines;
}
