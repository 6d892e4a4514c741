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
 * file order holds and no other source comes between, and never comes before its parent; sources
 * without any time come last, whole.
 * O(n log n), O(n) where the starts are already in order.
 */
export function buildRunOrder(input: OrderInput): Int32Array {
  return orderByStarts(input, buildEffectiveStarts(input));
}

/** As `buildRunOrder`, for a caller that needs the effective starts as well. */
export function orderByStarts(
  input: Pick<OrderInput, 'count' | 'parent'>,
  start: Float64Array,
): Int32Array {
  const order = new Int32Array(input.count);
  let sorted = true;
  for (let i = 0; i < input.count; i++) {
    order[i] = i;
    if (i > 0 && at(start, i) < at(start, i - 1)) sorted = false;
  }
  if (!sorted) order.sort((a, b) => compareNumbers(at(start, a), at(start, b)) || a - b);
  return putParentsFirst(order, start, input.parent);
}

/** The start that places each record: its own, or that of what it follows; Infinity for none. */
export function buildEffectiveStarts(input: OrderInput): Float64Array {
  const {count, startUs, source} = input;
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
  raiseToParents(input, effective);
  return effective;
}

/** A record without a start is not placed before its parent. Linear; cycles end where they close. */
function raiseToParents({count, startUs, parent}: OrderInput, effective: Float64Array): void {
  const isSettled = new Uint8Array(count);
  const path: number[] = [];
  for (let first = 0; first < count; first++) {
    let next = first;
    while (next >= 0 && isSettled[next] === 0 && Number.isNaN(at(startUs, next))) {
      isSettled[next] = 1;
      path.push(next);
      next = parent[next] ?? -1;
    }
    let floor = next >= 0 ? at(effective, next) : -Infinity;
    for (let climbed = path.pop(); climbed !== undefined; climbed = path.pop()) {
      floor = Math.max(floor, at(effective, climbed));
      effective[climbed] = floor;
    }
  }
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
