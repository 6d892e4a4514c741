import type {JsonObject} from '../api.js';
import {getField} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {MAIN} from './ids.js';
import type {Reading} from './reading.js';
import {toThreadKey} from './thread.js';
import {pickUsage, toUsage} from './usage.js';

/**
 * Pieces of a reply (`--include-partial-messages`). Its text comes whole on its own lines; what only the pieces have is
 * how many tokens it came to:
 *
 *     message_start {id: msg_1, usage: {output_tokens: 1}}   assistant msg_1 (output_tokens: 1)   message_delta {output_tokens: 572}
 */
export function readStreamEvent(reading: Reading, value: JsonObject): void {
  const event = objectOf(value, 'event');
  const type = event === undefined ? undefined : textOf(event, 'type');
  if (event === undefined || (type !== 'message_start' && type !== 'message_delta')) return;
  const sessionId = textOf(value, 'session_id') ?? reading.sessionId;
  const agentId = textOf(value, 'parent_tool_use_id') ?? MAIN;
  const thread =
    sessionId === undefined ? undefined : reading.threads.get(toThreadKey(sessionId, agentId));
  if (thread === undefined) return;
  if (type === 'message_start') {
    const id = textOf(objectOf(event, 'message') ?? {}, 'id');
    if (id !== undefined) thread.streaming = id;
    return;
  }
  const reply = thread.streaming === undefined ? undefined : thread.replies.get(thread.streaming);
  const raw = objectOf(event, 'usage');
  if (reply === undefined || raw === undefined) return;
  // Older ones name the output only.
  const told = toUsage(raw);
  const usage = told === undefined ? undefined : pickUsage(reply.usage, {...reply.usage, ...told});
  if (usage !== undefined) reply.usage = usage;
  const reason = textOf(objectOf(event, 'delta') ?? {}, 'stop_reason');
  if (reason !== undefined) reply.finishReason = reason;
  if (
    numberOf(raw, 'output_tokens') !== undefined &&
    getField(reply.attributes, AT_START) === true
  ) {
    // Not left out: an earlier pass may have sent it.
    reply.attributes = {...reply.attributes, [AT_START]: false};
  }
  reply.dirty = true;
}

/** Says that the output tokens of a reply are those of its start. */
export const AT_START = 'outputTokensAtStart';
