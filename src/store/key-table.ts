/** 32-bit words of a key: 16 characters, each a byte of a hash. */
const WORDS = 4;
const CHARS_PER_WORD = 4;
const FIRST_SLOTS = 1024;

/**
 * Numbers by hash, in flat arrays: a Map of strings takes some 170 bytes an entry, this 24 to 48. Keys
 * are hashes, so their first word serves as the place. A number is above 0; nothing is taken out singly.
 */
export class KeyTable {
  #words = new Int32Array(FIRST_SLOTS * WORDS);
  #ids = new Float64Array(FIRST_SLOTS);
  #mask = FIRST_SLOTS - 1;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(key: string): number | undefined {
    const id = this.#ids[this.#findSlot(toWords(key))] ?? 0;
    return id === 0 ? undefined : id;
  }

  set(key: string, id: number): void {
    // Half full at most: a look takes about one probe and a half.
    if (this.#size * 2 >= this.#ids.length) this.#grow();
    this.#put(toWords(key), id);
  }

  *keys(): Generator<string> {
    for (const [slot, id] of this.#ids.entries()) {
      if (id === 0) continue;
      let key = '';
      for (let at = 0; at < WORDS; at++) {
        const word = this.#words[slot * WORDS + at] ?? 0;
        key += String.fromCharCode(word >>> 24, (word >> 16) & 255, (word >> 8) & 255, word & 255);
      }
      yield key;
    }
  }

  #put(words: Int32Array, id: number): void {
    const slot = this.#findSlot(words);
    if (this.#ids[slot] === 0) this.#size++;
    this.#ids[slot] = id;
    this.#words.set(words, slot * WORDS);
  }

  /** The slot of the key, or the free one where it belongs. */
  #findSlot(words: Int32Array): number {
    let slot = (words[0] ?? 0) & this.#mask;
    while ((this.#ids[slot] ?? 0) !== 0 && !this.#isAt(slot, words)) slot = (slot + 1) & this.#mask;
    return slot;
  }

  #isAt(slot: number, words: Int32Array): boolean {
    const first = slot * WORDS;
    return (
      this.#words[first] === words[0] &&
      this.#words[first + 1] === words[1] &&
      this.#words[first + 2] === words[2] &&
      this.#words[first + 3] === words[3]
    );
  }

  #grow(): void {
    const [words, ids] = [this.#words, this.#ids];
    this.#ids = new Float64Array(ids.length * 2);
    this.#words = new Int32Array(words.length * 2);
    this.#mask = this.#ids.length - 1;
    this.#size = 0;
    for (const [slot, id] of ids.entries()) {
      if (id !== 0) this.#put(words.subarray(slot * WORDS, (slot + 1) * WORDS), id);
    }
  }
}

/** One for all calls: a look allocates nothing. */
const scratch = new Int32Array(WORDS);

function toWords(key: string): Int32Array {
  for (let word = 0; word < WORDS; word++) {
    const at = word * CHARS_PER_WORD;
    scratch[word] =
      (key.charCodeAt(at) << 24) |
      (key.charCodeAt(at + 1) << 16) |
      (key.charCodeAt(at + 2) << 8) |
      key.charCodeAt(at + 3);
  }
  return scratch;
}
