/** Numbers for pairs of numbers; a pair with an unknown part (below 0) is unknown, too. O(n). */
export function pairColumns(left: Int32Array, right: Int32Array): Int32Array {
  const known = new Map<number, number>();
  const out = new Int32Array(left.length).fill(-1);
  for (let i = 0; i < left.length; i++) {
    const [a, b] = [left[i] ?? -1, right[i] ?? -1];
    if (a < 0 || b < 0) continue;
    // both are below 2^26 for any run that fits in memory, so the pair fits a double exactly
    const pair = a * 0x4000000 + b;
    let number = known.get(pair);
    if (number === undefined) {
      number = known.size;
      known.set(pair, number);
    }
    out[i] = number;
  }
  return out;
}

/** A step column seen through the places of a track; -1 at borders. */
export function toPlaces(steps: Int32Array, column: Int32Array): Int32Array {
  return Int32Array.from(steps, (step) => (step < 0 ? -1 : (column[step] ?? -1)));
}
