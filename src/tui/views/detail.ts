import type {ReplayState} from '../../replay/state.js';
import {formatCount} from '../../text/numbers.js';
import {span, spreadLine, type Line} from '../../text/spans.js';
import {literal, show} from '../../text/visible.js';

/** The window of the step's lines; where more is hidden, the last line says how much. */
export function detailLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
): readonly Line[] {
  const {detailLines: all, detailTop} = state;
  const shown = all
    .slice(detailTop, detailTop + size.rows)
    .map((item): Line => [span('plain', literal(' ')), ...item]);
  const below = all.length - detailTop - shown.length;
  const last = shown.at(-1);
  if (state.mode !== 'detail' || below <= 0 || last === undefined) return shown;
  const more: Line = [span('muted', show` ${formatCount(below)} more lines `)];
  return [...shown.slice(0, -1), spreadLine(last, more, size.columns)];
}
