import type Database from 'better-sqlite3';
import {BODY_FORM} from './body-content.js';
import {READ_BODY_TEXT} from './queries/replay.js';
import {RecentMap} from './recent-map.js';
import {BodyCandidates} from './search/body-candidates.js';

/** Answers remembered per text: the same bodies come again in every lap of a loop. */
const MAX_RECENT = 50_000;
/** Texts whose answers are remembered: those of a condition, and of the one before it. */
const MAX_PARTS = 16;
/** What a stored message is written with and no screen shows. */
const MESSAGE_FRAME =
  /"(?:role|kind|mimetype)":"[^"]*"|"(?:name|parts|text|args|result|iserror)":|"synthetic":true/g;

interface PartSearch {
  readonly known: RecentMap<number, boolean>;
  readonly candidates: BodyCandidates;
}

/** Whether bodies hold a text, without regard to case. */
export class BodySearch {
  readonly #db: Database.Database;
  readonly #read: Database.Statement;
  readonly #parts = new Map<string, PartSearch>();

  constructor(db: Database.Database) {
    this.#db = db;
    this.#read = db.prepare(READ_BODY_TEXT);
  }

  /** A bounded piece of finding out where the text can stand at all; false: ask again before looking at steps. */
  prepare(part: string): boolean {
    const {candidates} = this.#search(part);
    candidates.look();
    return candidates.isReady;
  }

  /** @param part in lower case. */
  holds(bodyId: number, part: string): boolean {
    if (!(bodyId > 0) || part === '') return false;
    const {known, candidates} = this.#search(part);
    const {found} = candidates;
    if (found !== undefined && bodyId <= found.until && !found.bodies.has(bodyId)) return false;
    const before = known.get(bodyId);
    if (before !== undefined) return before;
    const isThere = this.#look(bodyId, part);
    known.set(bodyId, isThere);
    return isThere;
  }

  /** The case has changed, or is closed. */
  forget(): void {
    for (const {candidates} of this.#parts.values()) candidates.close();
    this.#parts.clear();
  }

  #search(part: string): PartSearch {
    const kept = this.#parts.get(part);
    if (kept !== undefined) return kept;
    if (this.#parts.size >= MAX_PARTS) this.forget();
    const candidates = new BodyCandidates(this.#db, part);
    const made = {known: new RecentMap<number, boolean>(MAX_RECENT), candidates};
    this.#parts.set(part, made);
    return made;
  }

  #look(bodyId: number, part: string): boolean {
    const row = this.#read.get(bodyId) as
      {readonly form: number; readonly text: string} | undefined;
    if (row === undefined) return false;
    const text = row.text.toLowerCase();
    if (row.form === BODY_FORM.text) return text.includes(part);
    // In JSON a quotation mark or a line break is escaped.
    const escaped = JSON.stringify(part).slice(1, -1);
    if (!text.includes(part) && !text.includes(escaped)) return false;
    if (row.form !== BODY_FORM.message) return true;
    const said = text.replaceAll(MESSAGE_FRAME, '');
    return said.includes(part) || said.includes(escaped);
  }
}
