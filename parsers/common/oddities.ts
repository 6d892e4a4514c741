import type {Diagnostic, Fact, Locator} from '../api.js';

/** Names of unknown records come from the log: a hostile one has many. */
const MAX_KINDS = 200;

/** Oddities of the data that are counted and reported once each, at the end of the pass. */
export class Oddities {
  readonly #seen = new Map<string, {readonly first: Diagnostic; count: number}>();

  /** @param detail tells several of one code apart: the name of an unknown record type. */
  note(first: Diagnostic, detail = ''): void {
    const key = `${first.code}\n${detail}`;
    const known = this.#seen.get(key);
    if (known !== undefined) known.count++;
    else if (this.#seen.size < MAX_KINDS) this.#seen.set(key, {first, count: 1});
  }

  /** A record of a type that this parser does not know: passed over, and said so. */
  noteUnknown(what: string, type: string, at: Locator): void {
    const shown = type.slice(0, 80);
    const message = `${what} of the unknown type "${shown}" were passed over`;
    this.note({code: 'unknown-record-type', severity: 'info', message, at}, shown);
  }

  take(): readonly Fact[] {
    const facts: Fact[] = [];
    for (const {first, count} of this.#seen.values()) {
      facts.push({kind: 'diagnostic', diagnostic: {...first, count}});
    }
    this.#seen.clear();
    return facts;
  }
}
