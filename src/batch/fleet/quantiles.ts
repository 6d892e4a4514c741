/** A value that really occurred: the upper one of two middles. Undefined of nothing. */
export function median(sorted: ArrayLike<number>): number | undefined {
  return sorted[sorted.length >> 1];
}

/** Nearest rank: the least value that at least `share` of all are not above. */
export function quantile(sorted: ArrayLike<number>, share: number): number | undefined {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

export function sortNumbers(values: readonly number[]): readonly number[] {
  return [...values].sort((a, b) => a - b);
}
