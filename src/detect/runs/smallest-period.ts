/**
 * True if the block `ids[start, start + length)` is itself a whole number of laps of a shorter
 * block. Knuth-Morris-Pratt prefix function, O(length).
 */
export function hasSmallerPeriod(ids: Int32Array, start: number, length: number): boolean {
  if (length <= 1) return false;
  const border = new Int32Array(length);
  let matched = 0;
  for (let i = 1; i < length; i++) {
    while (matched > 0 && ids[start + i] !== ids[start + matched])
      matched = border[matched - 1] ?? 0;
    if (ids[start + i] === ids[start + matched]) matched++;
    border[i] = matched;
  }
  const period = length - (border[length - 1] ?? 0);
  return period < length && length % period === 0;
}
