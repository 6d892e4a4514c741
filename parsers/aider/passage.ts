import type {Locator} from '../api.js';

/** Characters of one passage that are held: a model may write until its limit, a linter without end. */
const MAX_CHARS = 8_000_000;
const CUT = '[the rest of this passage was longer than 8,000,000 characters]';

/** Lines that belong together, and the place they take in the source. */
export class Passage {
  #lines: string[] = [];
  #at: Locator | undefined;
  #chars = 0;

  get isEmpty(): boolean {
    return this.#at === undefined;
  }

  add(line: string, at: Locator): void {
    this.#at = this.#at === undefined ? at : joined(this.#at, at);
    if (this.#chars > MAX_CHARS) return;
    this.#chars += line.length + 1;
    this.#lines.push(this.#chars > MAX_CHARS ? CUT : line);
  }

  take(): {readonly text: string; readonly at: Locator} | undefined {
    const at = this.#at;
    if (at === undefined) return undefined;
    const text = this.#lines.join('\n');
    this.#lines = [];
    this.#at = undefined;
    this.#chars = 0;
    return {text, at};
  }
}

function joined(first: Locator, last: Locator): Locator {
  if (first.kind !== 'bytes' || last.kind !== 'bytes') return first;
  return {...first, length: last.offset + last.length - first.offset};
}
