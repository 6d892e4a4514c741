import type Database from 'better-sqlite3';
import {BODY_FORM} from './body-content.js';
import {READ_BODY_TEXT} from './queries/replay.js';
import {RecentMap} from './recent-map.js';

/** Answers remembered per text: the same bodies come again in every lap of a loop. */
const MAX_RECENT = 50_000;

/** Whether bodies hold a text, without regard to case. Counts what it had to read. */
export class BodySearch {
  readonly #read: Database.Statement;
  #part = '';
  #known = new RecentMap<number, boolean>(MAX_RECENT);
  /** Characters read since the start of the search. */
  readChars = 0;

  constructor(db: Database.Database) {
    this.#read = db.prepare(READ_BODY_TEXT);
  }

  /** @param part in lower case. */
  holds(bodyId: number, part: string): boolean {
    if (!(bodyId > 0) || part === '') return false;
    if (part !== this.#part) {
      this.#part = part;
      this.#known = new RecentMap(MAX_RECENT);
    }
    const known = this.#known.get(bodyId);
    if (known !== undefined) return known;
    const found = this.#look(bodyId, part);
    this.#known.set(bodyId, found);
    return found;
  }

  #look(bodyId: number, part: string): boolean {
    const row = this.#read.get(bodyId) as
      {readonly form: number; readonly text: string} | undefined;
    if (row === undefined) return false;
    this.readChars += row.text.length;
    const text = row.text.toLowerCase();
    if (text.includes(part)) return true;
    // In JSON a quotation mark or a line break is escaped.
    return row.form !== BODY_FORM.text && text.includes(JSON.stringify(part).slice(1, -1));
  }
}
