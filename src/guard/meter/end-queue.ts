/** Steps in flight, taken in the order of their ends, then of their numbers. A binary heap: O(log n). */
export class EndQueue {
  readonly #endUs: Float64Array;
  readonly #heap: number[] = [];

  constructor(endUs: Float64Array) {
    this.#endUs = endUs;
  }

  add(step: number): void {
    const heap = this.#heap;
    let i = heap.push(step) - 1;
    while (i > 0) {
      const above = (i - 1) >> 1;
      if (!this.#isBefore(i, above)) return;
      this.#swap(i, above);
      i = above;
    }
  }

  /** The step that ended first, if it ended until then; else -1. */
  takeUntil(clockUs: number): number {
    const first = this.#heap[0];
    if (first === undefined || !((this.#endUs[first] ?? NaN) <= clockUs)) return -1;
    const last = this.#heap.pop() ?? first;
    if (this.#heap.length > 0) {
      this.#heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #sink(): void {
    let i = 0;
    for (;;) {
      let least = i;
      if (this.#isBefore(2 * i + 1, least)) least = 2 * i + 1;
      if (this.#isBefore(2 * i + 2, least)) least = 2 * i + 2;
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one === undefined || other === undefined) return false;
    const gap = (this.#endUs[one] ?? 0) - (this.#endUs[other] ?? 0);
    return gap < 0 || (gap === 0 && one < other);
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
