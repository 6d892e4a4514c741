/** Slots per key from which an array would be mostly empty: many short lanes share one run's numbers. */
const MAX_SLOTS_PER_KEY = 8;

/** What is kept per key: an array where keys are dense, a map where they are few and far between. */
export interface KeyTable {
  /** -1 for what was never set. */
  get(key: number): number;
  set(key: number, value: number): void;
}

/**
 * A table for interned numbers. Its cost is that of the keys given, not of the highest one: a run of
 * ten thousand lanes makes ten thousand tables. O(n).
 */
export function makeKeyTable(keys: Int32Array): KeyTable {
  let highest = -1;
  for (const key of keys) if (key > highest) highest = key;
  if (highest < keys.length * MAX_SLOTS_PER_KEY) {
    const slots = new Int32Array(highest + 1).fill(-1);
    return {
      get: (key) => slots[key] ?? -1,
      set: (key, value) => {
        slots[key] = value;
      },
    };
  }
  const known = new Map<number, number>();
  return {
    get: (key) => known.get(key) ?? -1,
    set: (key, value) => void known.set(key, value),
  };
}

/** How often each key of 0 and above occurs. */
export interface KeyCounts {
  of(key: number): number;
  /** Of the key that occurs most; 0 for none. */
  readonly most: number;
}

/** O(n). */
export function countKeys(keys: Int32Array): KeyCounts {
  const table = makeKeyTable(keys);
  let most = 0;
  for (const key of keys) {
    if (key < 0) continue;
    const count = Math.max(table.get(key), 0) + 1;
    table.set(key, count);
    if (count > most) most = count;
  }
  return {of: (key) => Math.max(table.get(key), 0), most};
}
