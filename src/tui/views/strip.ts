import type {FindingIndex} from '../../replay/finding-index.js';
import type {FindingSeverity} from '../../model/finding.js';
import type {StyleToken} from '../../text/style.js';
import {span, type Line, type Span} from '../../text/spans.js';
import {literal} from '../../text/visible.js';
import {severityGlyph, severityToken} from '../../replay/step-words.js';
import type {Symbols} from '../symbols.js';

/**
 * The whole run in one line: each cell is an equal share of the steps, marked by the worst finding that
 * spans it. Built once per run and width; a key press only moves the mark of the cursor.
 *
 *     ──────~~~~!!!!!!!◆!!!!!────────
 */
export type StripCells = readonly (FindingSeverity | undefined)[];

export function buildStrip(findings: FindingIndex, steps: number, columns: number): StripCells {
  const cells: (FindingSeverity | undefined)[] = Array.from({length: columns}, () => undefined);
  // Best first, so that worse ones paint over. O(findings x columns).
  for (const finding of findings.worstFirst.toReversed()) {
    const last = cellOf(finding.lastStep, steps, columns);
    for (let cell = cellOf(finding.firstStep, steps, columns); cell <= last; cell += 1)
      cells[cell] = finding.severity;
  }
  return cells;
}

export function cellOf(step: number, steps: number, columns: number): number {
  if (steps <= 1) return 0;
  return Math.min(columns - 1, Math.floor((step * columns) / steps));
}

export function stripLine(cells: StripCells, cursorCell: number, symbols: Symbols): Line {
  const line: Span[] = [];
  let text = '';
  let token: StyleToken = 'muted';
  const flush = (): void => {
    if (text !== '') line.push(span(token, literal(text)));
    text = '';
  };
  for (const [index, cell] of cells.entries()) {
    const isHere = index === cursorCell;
    const next = isHere ? 'strong' : cell === undefined ? 'muted' : severityToken(cell);
    if (next !== token) flush();
    token = next;
    text += isHere ? symbols.here : cell === undefined ? symbols.horizontal : severityGlyph(cell);
  }
  flush();
  return line;
}
