import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {numberOf, textOf} from '../common/fields.js';
import {ListNumbers} from '../common/transcript.js';
import {unfold} from '../common/unfold.js';
import {GooseSession} from './session.js';

const NO_MESSAGE = {
  code: 'not-a-message',
  severity: 'data-loss',
  message: 'expected a session or a message with role and content[]',
} as const;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  if (source.container === 'sqlite') yield* parseTables(source, context);
  else yield* parseRecords(source, context);
  return undefined;
}

/** JSON lines (session, then messages), or an export whose messages stand under `conversation`. */
async function* parseRecords(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const numbers = new ListNumbers();
  let session = new GooseSession('session', numbers);
  let exports = 0;
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.records({elements: ['conversation[]']})) {
    signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const {kind, value, at} of batch) {
      last = at;
      if (kind === 'rest') {
        if (isObject(value)) session.about(value, at);
        session.finish(at);
        facts.push(...session.facts.splice(0));
        exports++;
        session = new GooseSession(`session-${String(exports + 1)}`, numbers);
      } else if (readRecord(session, value, at)) tally.accept();
      else tally.refuse({...NO_MESSAGE, at});
    }
    facts.push(...session.facts.splice(0));
    yield facts;
  }
  session.finish(last);
  yield session.facts.splice(0);
  return undefined;
}

function readRecord(session: GooseSession, value: JsonValue, at: Locator): boolean {
  if (!isObject(value)) return false;
  if (textOf(value, 'role') !== undefined && isArray(getField(value, 'content') ?? null)) {
    session.message(value, at);
    return true;
  }
  if (textOf(value, 'working_dir') === undefined && !('message_count' in value)) return false;
  session.about(value, at);
  return true;
}

/** Messages of many sessions alternate: each session is open until the end. */
async function* parseTables(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const numbers = new ListNumbers();
  const sessions = new Map<string, GooseSession>();
  const open = (id: string): GooseSession => {
    const known = sessions.get(id);
    if (known !== undefined) return known;
    const session = new GooseSession(id, numbers);
    sessions.set(id, session);
    return session;
  };
  let last: Locator = {kind: 'row', table: 'sessions', rowid: 0};
  for (const table of ['sessions', 'messages']) {
    for await (const batch of source.rows(table)) {
      signal.throwIfAborted();
      const facts: Fact[] = [];
      for (const {row, at} of batch) {
        last = at;
        const id = textOf(row, table === 'sessions' ? 'id' : 'session_id');
        const session = id === undefined ? undefined : open(id);
        const message = table === 'messages' ? toMessage(row) : undefined;
        if (session === undefined || (table === 'messages' && message === undefined)) {
          tally.refuse({...NO_MESSAGE, at});
          continue;
        }
        tally.accept();
        if (message === undefined) session.about(row, at);
        else session.message(message, at);
        facts.push(...session.facts.splice(0));
      }
      yield facts;
    }
  }
  for (const session of sessions.values()) {
    session.finish(last);
    yield session.facts.splice(0);
  }
  return undefined;
}

function toMessage(row: JsonObject): JsonObject | undefined {
  const content = unfold(getField(row, 'content_json') ?? null);
  if (!isArray(content)) return undefined;
  const metadata = unfold(getField(row, 'metadata_json') ?? null);
  return {
    role: getField(row, 'role') ?? 'unknown',
    id: textOf(row, 'message_id') ?? `row-${String(numberOf(row, 'id') ?? 0)}`,
    created: getField(row, 'created_timestamp') ?? null,
    tokens: getField(row, 'tokens') ?? null,
    content,
    ...(isObject(metadata) ? {metadata} : {}),
  };
}
