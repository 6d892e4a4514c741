/** How often each key occurs; keys are interned numbers, so an array holds them. O(n). */
export function countKeys(keys: Int32Array): Int32Array {
  let highest = -1;
  for (const key of keys) if (key > highest) highest = key;
  const counts = new Int32Array(highest + 1);
  for (const key of keys) if (key >= 0) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
