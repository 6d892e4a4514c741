/** One stay in a lane: rows of its first and last step, and when it ends (NaN if unknown). */
export interface LaneStay {
  readonly firstRow: number;
  readonly lastRow: number;
  readonly startUs: number;
  readonly endUs: number;
}

interface Track {
  readonly lane: number;
  lastRow: number;
  endUs: number;
}

/**
 * Hands lanes out to stays of one actor: a stay takes the lane that was left first, if it was left
 * before the stay began, else a new one. So one after the other shares a lane, and what runs at
 * the same time does not. A binary heap by last row: O(log n) a stay.
 */
export class LaneTracks {
  readonly #heap: Track[] = [];

  /** @param open makes a new lane; called with how many the actor has so far. */
  enter(stay: LaneStay, open: (tracks: number) => number): number {
    const free = this.#heap[0];
    // A comparison with an unknown time is false: only known times separate.
    if (free !== undefined && free.lastRow < stay.firstRow && !(free.endUs > stay.startUs)) {
      free.lastRow = stay.lastRow;
      free.endUs = stay.endUs;
      this.#sink();
      return free.lane;
    }
    const lane = open(this.#heap.length);
    this.#heap.push({lane, lastRow: stay.lastRow, endUs: stay.endUs});
    this.#rise();
    return lane;
  }

  #rise(): void {
    let i = this.#heap.length - 1;
    while (i > 0 && this.#isLess(i, (i - 1) >> 1)) {
      this.#swap(i, (i - 1) >> 1);
      i = (i - 1) >> 1;
    }
  }

  #sink(): void {
    let i = 0;
    for (;;) {
      let least = i;
      for (const child of [2 * i + 1, 2 * i + 2]) {
        if (child < this.#heap.length && this.#isLess(child, least)) least = child;
      }
      if (least === i) return;
      this.#swap(i, least);
      i = least;
    }
  }

  #isLess(a: number, b: number): boolean {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    return (one?.lastRow ?? 0) < (other?.lastRow ?? 0);
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#heap[a], this.#heap[b]];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }
}
