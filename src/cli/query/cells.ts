import {visible, type DisplayText} from '../../text/visible.js';
import type {QueryCell} from '../../store/ask/protocol.js';

/** A cell as JSON has it. Whole numbers beyond 2^53 stay exact as text; blobs are hexadecimal. */
export function toJsonCell(cell: QueryCell): string | number | null {
  if (cell === null || typeof cell === 'string') return cell;
  if (typeof cell === 'number') return Number.isFinite(cell) ? cell : String(cell);
  return 'int' in cell ? cell.int : cell.hex;
}

/** A cell as text; NULL is empty. */
export function toCellText(cell: QueryCell): string {
  const value = toJsonCell(cell);
  return value === null ? '' : String(value);
}

export function toDisplayCell(cell: QueryCell): DisplayText {
  return visible(toCellText(cell));
}

/** Names that tell columns apart: a second `name` becomes `name_2`. */
export function toDistinctNames(columns: readonly string[]): readonly string[] {
  const used = new Set<string>();
  return columns.map((column) => {
    let name = column;
    for (let n = 2; used.has(name); n++) name = `${column}_${n}`;
    used.add(name);
    return name;
  });
}
