/** Interns strings as numbers; number 0 is the empty string, as `SpanTable.strings` promises. */
export class StringTable {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #strings: string[] = [''];

  intern(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#strings.length;
    this.#strings.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** Number of the text; -1 where the log does not tell. */
  internOptional(text: string | undefined): number {
    return text === undefined ? -1 : this.intern(text);
  }

  /** Number of the text if it was interned. */
  find(text: string): number | undefined {
    return this.#numbers.get(text);
  }

  get strings(): readonly string[] {
    return this.#strings;
  }
}
