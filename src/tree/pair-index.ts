/** Slots per entry stay above this, so that probing is short. */
const SLOTS_PER_ENTRY = 2;
const MIN_SLOTS = 16;
const EMPTY = -1;
/** Local: a lookup through the global object costs more than the hash in a sandboxed context. */
const {imul} = Math;

/**
 * Interns pairs of 32-bit integers as 0, 1, 2, ... in order of first sight. Typed arrays and open
 * addressing: a million pairs take 24 MB, where a Map of composed keys takes several times that.
 */
export class PairIndex {
  #slots: Int32Array;
  #first: Int32Array;
  #second: Int32Array;
  #count = 0;

  constructor(expectedPairs = 0) {
    let slots = MIN_SLOTS;
    while (slots < expectedPairs * SLOTS_PER_ENTRY) slots *= 2;
    this.#slots = new Int32Array(slots).fill(EMPTY);
    this.#first = new Int32Array(slots / SLOTS_PER_ENTRY);
    this.#second = new Int32Array(slots / SLOTS_PER_ENTRY);
  }

  get count(): number {
    return this.#count;
  }

  /** Number of the pair, or -1 if it was never interned. */
  get(first: number, second: number): number {
    return this.#slots[this.#findSlot(first, second)] ?? EMPTY;
  }

  intern(first: number, second: number): number {
    const slot = this.#findSlot(first, second);
    const known = this.#slots[slot] ?? EMPTY;
    if (known !== EMPTY) return known;
    if (this.#count === this.#first.length) {
      this.#grow();
      return this.intern(first, second);
    }
    const id = this.#count++;
    this.#first[id] = first;
    this.#second[id] = second;
    this.#slots[slot] = id;
    return id;
  }

  #findSlot(first: number, second: number): number {
    const mask = this.#slots.length - 1;
    let slot = mix(first, second) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? EMPTY;
      if (id === EMPTY || (this.#first[id] === first && this.#second[id] === second)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const slots = new Int32Array(this.#slots.length * 2).fill(EMPTY);
    const first = new Int32Array(slots.length / SLOTS_PER_ENTRY);
    const second = new Int32Array(slots.length / SLOTS_PER_ENTRY);
    first.set(this.#first);
    second.set(this.#second);
    this.#slots = slots;
    this.#first = first;
    this.#second = second;
    for (let id = 0; id < this.#count; id++) {
      slots[this.#findSlot(first[id] ?? 0, second[id] ?? 0)] = id;
    }
  }
}

/** Multiply and shift by the constants of murmur3's finaliser: neighbouring pairs land far apart. */
function mix(first: number, second: number): number {
  let h = imul(first, 0x9e3779b1) ^ imul(second, 0x85ebca6b);
  h = imul(h ^ (h >>> 16), 0x85ebca6b);
  h = imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
