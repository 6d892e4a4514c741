import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {isExport, isMessageWithParts, toDocKind} from '../common/opencode/docs.js';
import type {Doc} from '../common/opencode/docs.js';
import {Sessions} from '../common/opencode/sessions.js';
import {objectOf} from '../common/fields.js';
import {within} from '../common/places.js';

/** Session of parts that name none, and whose message is not in the file. */
const UNKNOWN = 'session';

/** Documents may come in any order, parts before their message: all of one file are held. */
class Dump {
  readonly sessions = new Map<string, Doc>();
  readonly messages = new Map<string, Doc>();
  readonly parts = new Map<string, Doc[]>();
  #lastMessage = '';

  add(value: JsonObject, at: Locator): boolean {
    switch (toDocKind(value)) {
      case 'session':
        this.sessions.set(textOf(value, 'id') ?? UNKNOWN, {value, at});
        return true;
      case 'message':
        this.#lastMessage = textOf(value, 'id') ?? '';
        this.messages.set(this.#lastMessage, {value, at});
        return true;
      case 'part': {
        const id = textOf(value, 'messageID') ?? this.#lastMessage;
        const list = this.parts.get(id);
        if (list === undefined) this.parts.set(id, [{value, at}]);
        else list.push({value, at});
        return true;
      }
      case undefined:
        return false;
    }
  }

  /** A message with its parts, as exports and the API have it. */
  addWithParts(value: JsonObject, at: Locator): boolean {
    const info = objectOf(value, 'info');
    if (info === undefined || !this.add(info, within(at, '/info'))) return false;
    const parts = getField(value, 'parts');
    for (const [index, part] of (isArray(parts) ? parts : []).entries()) {
      const messageID = textOf(info, 'id') ?? '';
      if (isObject(part)) this.add({messageID, ...part}, within(at, `/parts/${String(index)}`));
    }
    return true;
  }

  facts(at: Locator): readonly Fact[] {
    // Parts whose message is not in the file still show calls: they stand for a message of their own.
    for (const [id, parts] of this.parts) {
      const [first] = parts;
      if (this.messages.has(id) || first === undefined) continue;
      const sessionID = textOf(first.value, 'sessionID') ?? UNKNOWN;
      this.messages.set(id, {value: {id, sessionID, role: 'assistant', time: {}}, at: first.at});
    }
    const bySession = new Map<string, Doc[]>();
    for (const id of this.sessions.keys()) bySession.set(id, []);
    for (const doc of this.messages.values()) {
      const id = textOf(doc.value, 'sessionID') ?? UNKNOWN;
      const list = bySession.get(id);
      if (list === undefined) bySession.set(id, [doc]);
      else list.push(doc);
    }
    const sessions = new Sessions(this.sessions);
    for (const [id, messages] of bySession) {
      const withParts = messages.map((doc) => ({
        ...doc,
        parts: this.parts.get(textOf(doc.value, 'id') ?? '') ?? [],
      }));
      sessions.read(id, withParts, messages[0]?.at ?? at);
    }
    sessions.finish();
    return sessions.facts;
  }
}

export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const dump = new Dump();
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.records({elements: ['messages[]']})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      last = at;
      if (kind === 'rest') {
        const info = isObject(value) ? objectOf(value, 'info') : undefined;
        if (info !== undefined) dump.add(info, within(at, '/info'));
      } else if (addRecord(dump, value, at)) tally.accept();
      else {
        const message = 'expected a session, a message or a part of OpenCode';
        tally.refuse({code: 'unusable-record', severity: 'data-loss', message, at});
      }
    }
  }
  yield dump.facts(last);
  return undefined;
}

/** Diffs of a user message stand as bare arrays between the documents of a dump: noise. */
function addRecord(dump: Dump, value: JsonValue, at: Locator): boolean {
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      if (isMessageWithParts(item)) dump.addWithParts(item, within(at, `/${String(index)}`));
    }
    return true;
  }
  if (!isObject(value)) return false;
  if (isMessageWithParts(value)) return dump.addWithParts(value, at);
  if (isExport(value)) {
    const info = objectOf(value, 'info');
    return info !== undefined && dump.add(info, within(at, '/info'));
  }
  // Rows of projects: an id and a worktree.
  return dump.add(value, at) || textOf(value, 'worktree') !== undefined;
}
