import {existsSync} from 'node:fs';
import Database from 'better-sqlite3';
import * as sql from '../queries/search.js';
import {readLastBody} from './index-bodies.js';
import {isOfCase, readMeta} from './open-index.js';
import {SEARCH_INDEX_VERSION} from './search-schema.js';
import {toIndexPath} from './search-index.js';

/** A shorter run of letters stands in too many words. */
const MIN_CHARS = 3;
/** Words of the index looked at in one call: some milliseconds. */
const MAX_TERMS_A_CALL = 5000;
/** A text in more words or bodies than these is not rare: looking step by step meets it soon. */
const MAX_WORDS = 200;
const MAX_BODIES = 20_000;
/** How long one statement waits for a `search` that brings the index up to date. */
const BUSY_MS = 20;

/** Of the bodies up to number `until`, those that may hold the text. */
export interface Candidates {
  readonly bodies: ReadonlySet<number>;
  readonly until: number;
}

/**
 * Which bodies can hold a part of a text at all, by the index that `search` left beside the case; it is only read.
 * Sound for parts with a run of three ASCII letters or digits: such a run lies within one word of the index, so the
 * bodies of all words that hold it are all the bodies there are.
 */
export class BodyCandidates {
  readonly #run: string;
  readonly #until: number;
  #index: Database.Database | undefined;
  #after = '';
  readonly #words: string[] = [];
  /** Undefined: the index cannot tell. */
  found: Candidates | undefined;

  /** @param part in lower case. */
  constructor(caseDb: Database.Database, part: string) {
    this.#run = longestRun(part);
    this.#index = this.#run.length < MIN_CHARS ? undefined : openIndexToRead(caseDb);
    this.#until = this.#index === undefined ? 0 : readLastBody(this.#index);
  }

  get isReady(): boolean {
    return this.#index === undefined;
  }

  /** A bounded piece of the work, until `isReady`. */
  look(): void {
    if (this.#index === undefined) return;
    try {
      if (!this.#readWords(this.#index)) return;
      this.found = this.#readBodies(this.#index);
    } catch {
      // Busy, or damaged: a search without the index finds the same.
    }
    this.close();
  }

  close(): void {
    this.#index?.close();
    this.#index = undefined;
  }

  /** @returns whether no word is left to look at. */
  #readWords(index: Database.Database): boolean {
    const read = index.prepare(sql.INDEX_WORDS).pluck();
    const page = read.all(this.#after, MAX_TERMS_A_CALL) as string[];
    for (const word of page) if (word.includes(this.#run)) this.#words.push(word);
    this.#after = page.at(-1) ?? '';
    return page.length < MAX_TERMS_A_CALL || this.#words.length > MAX_WORDS;
  }

  #readBodies(index: Database.Database): Candidates | undefined {
    if (this.#words.length > MAX_WORDS) return undefined;
    const query = this.#words.map((word) => `"${word}"`).join(' OR ');
    const read = index.prepare(sql.BODIES_OF_WORDS).pluck();
    const found = query === '' ? [] : read.all(query, MAX_BODIES + 1);
    if (found.length > MAX_BODIES) return undefined;
    return {bodies: new Set(found as number[]), until: this.#until};
  }
}

/** The longest run of ASCII letters and digits; none where the index may hold the text in another form. */
function longestRun(part: string): string {
  // Letters beyond ASCII lose their marks there, escapes are undone, and `null` is left out.
  if (!/^[\x20-\x7e]*$/.test(part) || part.includes('\\')) return '';
  let longest = '';
  for (const run of part.split(/[^a-z0-9]+/)) if (run.length > longest.length) longest = run;
  return 'null'.includes(longest) ? '' : longest;
}

function openIndexToRead(caseDb: Database.Database): Database.Database | undefined {
  const path = toIndexPath(caseDb.name);
  if (!existsSync(path)) return undefined;
  let index: Database.Database | undefined;
  try {
    index = new Database(path, {readonly: true, fileMustExist: true, timeout: BUSY_MS});
    if (readMeta(index, 'version') === SEARCH_INDEX_VERSION && isOfCase(index, caseDb)) {
      index.exec(sql.OPEN_INDEX_WORDS);
      return index;
    }
  } catch {
    // Not a database, or another process writes it: as if there were none.
  }
  index?.close();
  return undefined;
}
