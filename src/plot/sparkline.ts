import {literal, type DisplayText} from '../text/visible.js';

const BARS = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const ASCII_BARS = ['.', ':', '-', '=', '+', '*', '#', '@'];

export interface SparklineOptions {
  /** Columns; the values are joined to so many. */
  readonly width: number;
  readonly ascii?: boolean;
  /** `sum` for amounts, `max` for levels such as the context fill. */
  readonly join?: 'sum' | 'max';
}

/** A curve in one line of text: nothing is a space, anything a bar. O(values). */
export function sparkline(values: readonly number[], options: SparklineOptions): DisplayText {
  const {width, ascii = false, join = 'sum'} = options;
  const columns = joinValues(values, Math.max(0, Math.floor(width)), join);
  let most = 0;
  for (const value of columns) most = Math.max(most, value);
  const bars = ascii ? ASCII_BARS : BARS;
  let text = '';
  for (const value of columns) {
    const height = most === 0 ? 0 : Math.ceil((value / most) * bars.length);
    text += value > 0 ? (bars[Math.max(0, height - 1)] ?? '') : ' ';
  }
  return literal(text);
}

function joinValues(
  values: readonly number[],
  width: number,
  join: 'sum' | 'max',
): readonly number[] {
  if (values.length <= width) return values.map(toAmount);
  const columns = new Array<number>(width).fill(0);
  for (const [place, value] of values.entries()) {
    const column = Math.floor((place * width) / values.length);
    const before = columns[column] ?? 0;
    const amount = toAmount(value);
    columns[column] = join === 'sum' ? before + amount : Math.max(before, amount);
  }
  return columns;
}

function toAmount(value: number): number {
  return Number.isFinite(value) && value > 0 ? value : 0;
}
