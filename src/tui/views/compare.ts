import type {ReplayState} from '../../replay/state.js';
import {formatCount} from '../../text/numbers.js';
import {line, span, spreadLine, type Line} from '../../text/spans.js';
import {literal, show} from '../../text/visible.js';

/** What changed, from the line that is scrolled to. */
export function compareLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
): readonly Line[] {
  const {compare} = state;
  if (compare === undefined) return [line('muted', literal(' nothing is compared'))];
  const rows = size.rows - 1;
  const shown = compare.lines.slice(compare.top, compare.top + rows);
  const below = compare.lines.length - compare.top - shown.length;
  const more: Line = below > 0 ? [span('muted', show` ${formatCount(below)} more lines `)] : [];
  return [spreadLine([span('title', show` ${compare.title}`)], more, size.columns), ...shown];
}
