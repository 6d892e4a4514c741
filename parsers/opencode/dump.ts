import type {Fact, Locator} from '../api.js';
import {textOf} from '../common/fields.js';
import type {Doc} from '../common/opencode/docs.js';
import {Sessions} from '../common/opencode/sessions.js';
import type {Found} from './records.js';

/** Session of parts that name none, and whose message is not in the file. */
export const UNKNOWN = 'session';

/** Documents may come in any order, parts before their message: those of a small file are all held. */
export class Dump {
  readonly #sessions = new Map<string, Doc>();
  readonly #messages = new Map<string, Doc>();
  readonly #parts = new Map<string, Doc[]>();
  #lastMessage = '';

  add({kind, value, at}: Found): void {
    switch (kind) {
      case 'session':
        this.#sessions.set(textOf(value, 'id') ?? UNKNOWN, {value, at});
        return;
      case 'message':
        this.#lastMessage = textOf(value, 'id') ?? '';
        this.#messages.set(this.#lastMessage, {value, at});
        return;
      case 'part': {
        const id = textOf(value, 'messageID') ?? this.#lastMessage;
        const list = this.#parts.get(id);
        if (list === undefined) this.#parts.set(id, [{value, at}]);
        else list.push({value, at});
      }
    }
  }

  facts(at: Locator): readonly Fact[] {
    // Parts whose message is not in the file still show calls: they stand for a message of their own.
    for (const [id, parts] of this.#parts) {
      const [first] = parts;
      if (this.#messages.has(id) || first === undefined) continue;
      const sessionID = textOf(first.value, 'sessionID') ?? UNKNOWN;
      this.#messages.set(id, {value: {id, sessionID, role: 'assistant', time: {}}, at: first.at});
    }
    const bySession = new Map<string, Doc[]>();
    for (const id of this.#sessions.keys()) bySession.set(id, []);
    for (const doc of this.#messages.values()) {
      const id = textOf(doc.value, 'sessionID') ?? UNKNOWN;
      const list = bySession.get(id);
      if (list === undefined) bySession.set(id, [doc]);
      else list.push(doc);
    }
    const sessions = new Sessions(this.#sessions);
    for (const [id, messages] of bySession) {
      const withParts = messages.map((doc) => ({
        ...doc,
        parts: this.#parts.get(textOf(doc.value, 'id') ?? '') ?? [],
      }));
      sessions.read(id, withParts, messages[0]?.at ?? at);
    }
    sessions.finish();
    return sessions.facts;
  }
}
