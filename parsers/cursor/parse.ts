import type {JsonObject, JsonValue, Locator} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, objectOf, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {normaliseMessage} from '../common/messages/message.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';

const RESULTS = new Set(['tool_result', 'tool-result']);

/** Calls have no id: a result answers the oldest open call. Most transcripts hold no results at all. */
function open(): LineReading {
  const session = new AgentSession({traceId: 'session', agentName: 'Cursor'});
  let hasResults = false;
  const readUser = (message: JsonObject, content: JsonValue | undefined, at: Locator): void => {
    const blocks = isArray(content) ? content.filter(isObject) : [];
    const results = blocks.filter((block) => RESULTS.has(textOf(block, 'type') ?? ''));
    for (const block of results) {
      hasResults = true;
      const output = getField(block, 'content');
      const failed = isTrue(block, 'is_error');
      session.result(
        {
          name: textOf(block, 'name'),
          output: output === undefined ? undefined : flattenResult(output),
          status: failed ? 'error' : undefined,
        },
        at,
      );
    }
    const heard = normaliseMessage(message);
    if (results.length > 0) session.hear(heard, at);
    else {
      if (!hasResults) session.settleCalls(at);
      session.userTurn(heard, at);
    }
  };
  return {
    facts: session.facts,
    read: (value, at) => {
      const type = textOf(value, 'type');
      if (type === 'turn_ended') {
        const status = textOf(value, 'status') ?? 'unknown';
        if (!hasResults) session.settleCalls(at);
        if (status !== 'success') {
          session.verdict({kind: 'failure', said: status, saidBy: 'Cursor turn_ended'}, at);
        }
        return true;
      }
      const role = textOf(value, 'role');
      const inner = objectOf(value, 'message');
      if (role === undefined || inner === undefined) {
        if (type === undefined) return false;
        session.oddities.noteUnknown('lines', type, at);
        return true;
      }
      const content = getField(inner, 'content');
      const message = {role, content: content ?? null};
      if (role === 'user') readUser(message, content, at);
      else if (role === 'assistant') session.reply({message: normaliseMessage(message)}, at);
      else session.hear(normaliseMessage(message), at);
      return true;
    },
    finish: (last) => {
      if (!hasResults) session.settleCalls(last);
      session.finish(last);
      session.facts.push(...session.oddities.take());
    },
  };
}

export const parse = parseSessionLines(open, 'a line with role and message.content');
