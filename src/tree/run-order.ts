/** What the order of records depends on; arrays by position (source rank, then place in source). */
export interface OrderInput {
  readonly count: number;
  /** Epoch microseconds; NaN if unknown. */
  readonly startUs: Float64Array;
  /** Position of the parent record; -1 for none. Cycles are allowed and ignored. */
  readonly parent: Int32Array;
  /** Rank of the source of each record; absent = one source. */
  readonly source?: Int32Array;
}

/**
 * Positions in run order (DESIGN "Order and time"): known start, then parent before child, then
 * position. A record without a time stays right behind the record before it in its source, so that
 * file order holds and no other source comes between; sources without any time come last, whole.
 * O(n log n), O(n) where the starts are already in order.
 */
export function buildRunOrder(input: OrderInput): Int32Array {
  const start = buildEffectiveStarts(input);
  const order = new Int32Array(input.count);
  let sorted = true;
  for (let i = 0; i < input.count; i++) {
    order[i] = i;
    if (i > 0 && at(start, i) < at(start, i - 1)) sorted = false;
  }
  if (!sorted) order.sort((a, b) => compareNumbers(at(start, a), at(start, b)) || a - b);
  return putParentsFirst(order, start, input.parent);
}

function buildEffectiveStarts({count, startUs, source}: OrderInput): Float64Array {
  const effective = new Float64Array(count);
  let from = 0;
  while (from < count) {
    let to = from;
    let firstKnown = Infinity;
    for (; to < count && (source?.[to] ?? 0) === (source?.[from] ?? 0); to++) {
      if (firstKnown === Infinity && !Number.isNaN(at(startUs, to))) firstKnown = at(startUs, to);
    }
    let last = firstKnown;
    for (let i = from; i < to; i++) {
      if (!Number.isNaN(at(startUs, i))) last = at(startUs, i);
      effective[i] = last;
    }
    from = to;
  }
  return effective;
}

/** Among records of one start, emits ancestors of that start before a record. Linear. */
function putParentsFirst(order: Int32Array, start: Float64Array, parent: Int32Array): Int32Array {
  const out = new Int32Array(order.length);
  const state = new Uint8Array(order.length); // 0 waiting, 1 on the stack, 2 placed
  const stack: number[] = [];
  let placed = 0;
  for (const position of order) {
    let next = position;
    while (next >= 0 && state[next] === 0 && at(start, next) === at(start, position)) {
      state[next] = 1;
      stack.push(next);
      next = parent[next] ?? -1;
    }
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      state[top] = 2;
      out[placed++] = top;
    }
  }
  return out;
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? NaN;
}

/** Infinity - Infinity is NaN, so no subtraction here. */
function compareNumbers(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
