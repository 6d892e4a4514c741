import type {FindingIndex} from '../../replay/finding-index.js';
import type {ReplayState} from '../../replay/state.js';
import type {RunProfile} from '../../replay/overview.js';
import type {FindingSeverity} from '../../model/finding.js';
import type {StyleToken} from '../../text/style.js';
import {cellSign, severityToken} from '../../text/signs.js';
import {span, type Line, type Span} from '../../text/spans.js';
import {literal} from '../../text/visible.js';
import type {Symbols} from '../symbols.js';

/**
 * The whole run in one line: each cell is an equal share of the steps, marked by the worst finding that
 * spans it, or by `e` where steps failed outside of findings. Built once per run and width; a key press
 * only moves the mark of the cursor.
 *
 *     ──e───!!!!xxxxxxx◆xxxxx───e────
 */
export type StripCells = readonly (FindingSeverity | 'error' | undefined)[];

export interface StripInput {
  readonly findings: FindingIndex;
  readonly profile: RunProfile | undefined;
  readonly steps: number;
}

export function buildStrip({findings, profile, steps}: StripInput, columns: number): StripCells {
  const cells: (FindingSeverity | 'error' | undefined)[] = Array.from(
    {length: columns},
    () => undefined,
  );
  for (const [bucket, errors] of (profile?.errors ?? []).entries())
    if (errors > 0) cells[cellOf(bucket, profile?.buckets ?? 1, columns)] = 'error';
  // Best first, so that worse ones paint over. O(findings x columns).
  for (const finding of findings.worstFirst.toReversed()) {
    const last = cellOf(finding.lastStep, steps, columns);
    for (let cell = cellOf(finding.firstStep, steps, columns); cell <= last; cell += 1)
      cells[cell] = finding.severity;
  }
  return cells;
}

/** The strip of the last run and width, so that a key press builds none. */
export function cacheStrip(): (replay: ReplayState, columns: number) => StripCells {
  let last: {readonly key: readonly unknown[]; readonly cells: StripCells} | undefined;
  return ({findings, overview, run}, columns) => {
    const key = [findings, overview, run.steps, columns];
    if (last === undefined || last.key.some((part, at) => part !== key[at])) {
      const input = {findings, profile: overview?.profile, steps: run.steps};
      last = {key, cells: buildStrip(input, columns)};
    }
    return last.cells;
  };
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
    const next = isHere ? 'strong' : tokenOf(cell);
    if (next !== token) flush();
    token = next;
    text += isHere ? symbols.here : glyphOf(cell, symbols);
  }
  flush();
  return line;
}

function tokenOf(cell: StripCells[number]): StyleToken {
  if (cell === undefined) return 'muted';
  return cell === 'error' ? 'error' : severityToken(cell);
}

function glyphOf(cell: StripCells[number], symbols: Symbols): string {
  if (cell === undefined) return symbols.horizontal;
  return cellSign(cell);
}
