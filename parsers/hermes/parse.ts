import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {getField, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {pickFields, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {normaliseMessage} from '../common/messages/message.js';
import {isoToUs} from '../common/time.js';

const NO_MESSAGE = {
  code: 'not-a-message',
  severity: 'data-loss',
  message: 'a message of a session must be an object with a role',
} as const;

/** One document, rewritten whole; messages have no times, the session has. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const session = new AgentSession({traceId: 'session', agentName: 'hermes'});
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  let about: JsonObject = {};
  for await (const batch of source.records({elements: ['messages[]']})) {
    signal.throwIfAborted();
    for (const record of batch) {
      const {kind, value, at} = record;
      last = at;
      if (kind === 'element') {
        if (readMessage(session, value, at, textOf(record.above[0] ?? {}, 'model'))) tally.accept();
        else tally.refuse({...NO_MESSAGE, at});
        continue;
      }
      if (isObject(value)) about = value;
      if (kind === 'rest') continue;
      if (isObject(value)) tally.accept();
      else tally.refuse({...NO_MESSAGE, at});
    }
    yield session.facts.splice(0);
  }
  session.begin(last);
  const attributes = pickFields(about, ['model', 'platform', 'cwd', 'message_count']);
  session.patch(session.rootId, {attributes}, last);
  const endUs = isoToUs(getField(about, 'last_updated'))?.us;
  const start = isoToUs(getField(about, 'session_start'));
  session.finish(last, {
    sessionId: textOf(about, 'session_id'),
    timeBasis: start === undefined ? 'none' : start.hasZone ? 'utc' : 'naive-local',
  });
  session.patch(session.rootId, {startUs: start?.us, endUs}, last);
  yield [...session.facts.splice(0), ...session.oddities.take()];
  return undefined;
}

function readMessage(
  session: AgentSession,
  value: JsonValue,
  at: Locator,
  model: string | undefined,
): boolean {
  if (!isObject(value)) return false;
  const role = textOf(value, 'role');
  if (role === undefined) return false;
  const message = normaliseMessage(value);
  switch (role) {
    case 'session_meta':
      return true;
    case 'user':
      session.userTurn(message, at);
      return true;
    case 'assistant':
      session.reply({model, finishReason: textOf(value, 'finish_reason'), message}, at);
      return true;
    case 'tool': {
      const output = getField(value, 'content');
      session.result(
        {
          id: textOf(value, 'tool_call_id'),
          name: textOf(value, 'tool_name'),
          output: output === undefined ? undefined : flattenResult(output),
          status: textOf(value, 'finish_reason') === 'error' ? 'error' : undefined,
        },
        at,
        message,
      );
      return true;
    }
    default:
      session.hear(message, at);
      return true;
  }
}
