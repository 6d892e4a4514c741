import {textOf} from '../common/fields.js';
import type {Doc} from '../common/opencode/docs.js';
import {createdMs} from '../common/opencode/sessions.js';
import {UNKNOWN} from './dump.js';
import type {Found} from './records.js';

/**
 * Whether a file can be read as it comes: each session in one piece, its messages by time, each message in front of its
 * parts. Exports are; a dump of the storage is where it was written folder by folder.
 */
export class Order {
  /** All sessions of the file: a child names its parent, which may come later. */
  readonly sessions = new Map<string, Doc>();
  readonly #seenSessions = new Set<string>();
  readonly #seenMessages = new Set<string>();
  #session: string | undefined;
  #message: string | undefined;
  #lastMs = 0;
  isKept = true;

  see({kind, value, at}: Found): void {
    if (kind === 'session') {
      this.sessions.set(textOf(value, 'id') ?? UNKNOWN, {value, at});
      return;
    }
    if (kind === 'part') {
      const id = textOf(value, 'messageID') ?? this.#message;
      if (id === undefined || id !== this.#message) this.isKept = false;
      return;
    }
    const id = textOf(value, 'id') ?? '';
    const session = textOf(value, 'sessionID') ?? UNKNOWN;
    const ms = createdMs({value, at});
    if (session !== this.#session) {
      if (this.#seenSessions.has(session)) this.isKept = false;
      this.#seenSessions.add(session);
      this.#session = session;
    } else if (ms < this.#lastMs) this.isKept = false;
    if (this.#seenMessages.has(id)) this.isKept = false;
    this.#seenMessages.add(id);
    this.#message = id;
    this.#lastMs = ms;
  }
}
