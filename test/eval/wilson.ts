/** Two-sided 95 %. */
const Z = 1.959964;

/** Wilson score interval of a share: honest for small counts, where the usual one is not. */
export function wilson(hits: number, total: number): readonly [number, number] {
  if (total === 0) return [0, 1];
  const p = hits / total;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * total)) / (1 + z2 / total);
  const half = (Z * Math.sqrt((p * (1 - p)) / total + z2 / (4 * total * total))) / (1 + z2 / total);
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** `97.1% (33/34, 85.1-99.5)`. */
export function formatShare(hits: number, total: number): string {
  if (total === 0) return 'none';
  const [low, high] = wilson(hits, total);
  const percent = (value: number): string => (value * 100).toFixed(1);
  return `${percent(hits / total)}% (${hits}/${total}, ${percent(low)}-${percent(high)})`;
}
