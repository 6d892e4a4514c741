import {hash as digest} from 'node:crypto';
import type Database from 'better-sqlite3';
import {KeyFilter} from './key-filter.js';
import {KeyTable} from './key-table.js';
import {RecentMap} from './recent-map.js';
import type {HashIndexQueries} from './queries/hash-indexes.js';

/** Entries held in memory before they go to the index in one sorted pass (about 12 MB). */
const MAX_PENDING = 200_000;
/** Recently used entries kept in memory beside them. */
const MAX_RECENT = 30_000;
/** Characters (bytes) of the sha256 that serve as key: 128 bits do not collide by accident. */
export const KEY_BYTES = 16;

/** sha256 as a string of 32 characters, one per byte: a cheap key of a Map. */
export function hashText(text: string): string {
  return digest('sha256', text, 'binary');
}

export function toBlob(binary: string): Buffer {
  return Buffer.from(binary, 'latin1');
}

/**
 * Finds ids by hash. A unique index would take a random insert per row: with 5,000 rows a
 * transaction each page of the index is written again and again (23 s for a million rows). So new
 * entries wait in memory and are merged into the index in sorted passes; those that a killed
 * process did not merge are found again by their row id.
 */
export class HashIndex {
  readonly #find: Database.Statement;
  readonly #merge: Database.Statement;
  readonly #setMark: Database.Statement;
  readonly #recent = new RecentMap<string, number>(MAX_RECENT);
  #pending = new KeyTable();
  /** Of all keys in the index, where it was empty when it was opened: most new keys need no look. */
  #filter: KeyFilter | undefined;
  #isFiltered: boolean;
  #indexedTo: number;
  #maxId: number;

  constructor(db: Database.Database, queries: HashIndexQueries) {
    this.#find = db.prepare(queries.find).pluck();
    this.#merge = db.prepare(queries.merge);
    this.#setMark = db.prepare(queries.setMark);
    this.#indexedTo = Number(db.prepare(queries.getMark).pluck().get() ?? 0);
    this.#isFiltered = this.#indexedTo === 0;
    this.#maxId = this.#indexedTo;
    for (const row of db.prepare(queries.unindexed).raw().iterate(this.#indexedTo)) {
      const [id, blob] = row as [number, Buffer];
      this.add(blob.toString('latin1').slice(0, KEY_BYTES), id);
    }
  }

  /** @param key first KEY_BYTES characters of `hashText`. */
  get(key: string): number | undefined {
    const near = this.#pending.get(key) ?? this.#recent.get(key);
    if (near !== undefined || this.#indexedTo === 0) return near;
    if (this.#filter?.mayHave(key) === false) return undefined;
    const found = this.#find.get(toBlob(key));
    if (typeof found !== 'number') return undefined;
    this.#recent.set(key, found);
    return found;
  }

  /** The next free id; ids rise, so that unmerged entries are a tail. */
  nextId(): number {
    return this.#maxId + 1;
  }

  add(key: string, id: number): void {
    this.#pending.set(key, id);
    if (id > this.#maxId) this.#maxId = id;
  }

  /**
   * To be called inside a transaction, with all rows of the table written: merges when enough is
   * waiting, or when `force` is set.
   */
  merge(options: {readonly force: boolean}): void {
    if (this.#pending.size < (options.force ? 1 : MAX_PENDING)) return;
    // The rows are in their table already: SQLite sorts them without a call per row.
    this.#merge.run(this.#indexedTo);
    // A forced merge is the last one: a filter would serve nobody.
    if (options.force) {
      this.#isFiltered = false;
      this.#filter = undefined;
    } else if (this.#isFiltered) {
      this.#filter ??= new KeyFilter();
      for (const key of this.#pending.keys()) this.#filter.add(key);
    }
    this.#indexedTo = this.#maxId;
    this.#setMark.run(String(this.#indexedTo));
    this.#pending = new KeyTable();
  }
}
