import type {RunProfile} from './overview.js';

/** The curves of a profile that people look at. */
export const CURVES = ['tokens', 'context', 'depth'] as const;
export type CurveName = (typeof CURVES)[number];

export interface Curve {
  readonly name: CurveName;
  /** One value a column. */
  readonly values: readonly number[];
  /** What a full bar stands for. */
  readonly top: number;
}

/** A curve at the width of the screen. Depth and context: the highest of a column; tokens: the mean of its buckets. */
export function buildCurve(profile: RunProfile, name: CurveName, columns: number): Curve {
  const source = profile[name];
  const values = Array.from({length: columns}, (_unused, column) =>
    sample(source, {column, columns, buckets: profile.buckets, isMean: name === 'tokens'}),
  );
  let top = name === 'context' ? (profile.contextWindow ?? 0) : 0;
  for (const value of values) if (value > top) top = value;
  return {name, values, top};
}

function sample(
  source: readonly number[],
  at: {
    readonly column: number;
    readonly columns: number;
    readonly buckets: number;
    readonly isMean: boolean;
  },
): number {
  const {column, columns, buckets, isMean} = at;
  if (buckets === 0) return 0;
  const from = Math.min(buckets - 1, Math.floor((column * buckets) / columns));
  const to = Math.max(from + 1, Math.floor(((column + 1) * buckets) / columns));
  let sum = 0;
  let most = 0;
  for (let bucket = from; bucket < to; bucket += 1) {
    const value = source[bucket] ?? 0;
    sum += value;
    if (value > most) most = value;
  }
  return isMean ? sum / (to - from) : most;
}

/** Eighths of a full bar, 0 to 8 for each of `rows` rows from the bottom; something is never shown as nothing. */
export function toEighths(value: number, top: number, rows: number): number {
  if (!(value > 0) || !(top > 0)) return 0;
  return Math.max(1, Math.min(8 * rows, Math.round((8 * rows * value) / top)));
}
