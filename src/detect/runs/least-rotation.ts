/**
 * Index at which the lexicographically least rotation begins (Booth 1980), so that A B A B and
 * B A B A are one loop. O(n).
 */
export function findLeastRotation(items: readonly string[]): number {
  const count = items.length;
  let best = 0;
  let other = 1;
  let length = 0;
  while (best < count && other < count && length < count) {
    const a = items[(best + length) % count] ?? '';
    const b = items[(other + length) % count] ?? '';
    if (a === b) {
      length++;
      continue;
    }
    if (a > b) best += length + 1;
    else other += length + 1;
    if (best === other) other++;
    length = 0;
  }
  return Math.min(best, other);
}

/** The items from their least rotation on. */
export function rotateToLeast(items: readonly string[]): readonly string[] {
  const at = findLeastRotation(items);
  return [...items.slice(at), ...items.slice(0, at)];
}
