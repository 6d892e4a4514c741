/** The strings of one chunk by number, so that a chunk can be read alone. */
export class ChunkStrings {
  readonly #strings: readonly string[];
  #numbers = new Map<number, number>();
  #texts: string[] = [];

  /** @param strings SpanTable.strings of the run. */
  constructor(strings: readonly string[]) {
    this.#strings = strings;
  }

  /** Number within the chunk of a string of the run; -1 for none. */
  intern(number: number): number {
    if (number < 0) return -1;
    const known = this.#numbers.get(number);
    if (known !== undefined) return known;
    const local = this.#texts.length;
    this.#texts.push(this.#strings[number] ?? '');
    this.#numbers.set(number, local);
    return local;
  }

  /** The strings so far as JSON; the next chunk begins empty. */
  take(): string {
    const text = JSON.stringify(this.#texts);
    this.#numbers = new Map();
    this.#texts = [];
    return text;
  }
}
