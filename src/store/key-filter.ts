/** Bits of the filter: 8 MB, one wrong "perhaps" in about 40 for ten million keys. */
const BITS = 2 ** 26;
/** Bits set per key, each from its own four characters of the hash. */
const PROBES = 4;

/**
 * Says of a hash that it was never added, without a look into a table (a Bloom filter). It may say
 * "perhaps" of one that was not added, never "no" of one that was. Keys are hashes, so their
 * characters (one per byte) serve as they are.
 */
export class KeyFilter {
  readonly #bits = new Uint8Array(BITS / 8);

  add(key: string): void {
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = toBit(key, probe);
      const at = bit >>> 3;
      this.#bits[at] = (this.#bits[at] ?? 0) | (1 << (bit & 7));
    }
  }

  mayHave(key: string): boolean {
    for (let probe = 0; probe < PROBES; probe++) {
      const bit = toBit(key, probe);
      if (((this.#bits[bit >>> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

/** 26 bits of four bytes of the key. */
function toBit(key: string, probe: number): number {
  const at = probe * 4;
  const word =
    (key.charCodeAt(at) << 18) |
    (key.charCodeAt(at + 1) << 10) |
    (key.charCodeAt(at + 2) << 2) |
    (key.charCodeAt(at + 3) & 3);
  return word & (BITS - 1);
}
