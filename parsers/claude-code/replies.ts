import type {Message, SpanDraft} from '../api.js';
import {compact} from '../api.js';
import {isEmpty} from '../common/fields.js';
import {toAgentSpanId, toSpanId} from './ids.js';
import type {Line} from './line.js';
import type {Reading, Reply, Thread} from './reading.js';
import {writeInput} from './thread.js';

/** Replies of one thread that late lines may still join. In real logs replies never interleave. */
const OPEN_REPLIES = 4;

/** The reply a line belongs to. A new one closes those before it and is given its input. */
export function openReply(reading: Reading, thread: Thread, line: Line, id: string): Reply {
  const known = thread.replies.get(id);
  if (known !== undefined) return known;
  writeReplies(reading, thread);
  const reply: Reply = {
    id,
    spanId: toSpanId(thread.agentId, id),
    attributes: {},
    outCount: 0,
    newOut: [],
    emitted: false,
    dirty: false,
    firstAt: line.at,
    lastAt: line.at,
  };
  const startUs = findStart(reading, thread, line);
  if (startUs !== undefined) reply.startUs = startUs;
  thread.replies.set(id, reply);
  if (thread.replies.size > OPEN_REPLIES) {
    const oldest = thread.replies.keys().next();
    if (oldest.done !== true) thread.replies.delete(oldest.value);
  }
  writeInput(reading, thread, reply.spanId, line.at);
  return reply;
}

/**
 * The request itself is not logged: it went out when the line before the reply had been written.
 * Without that line, the first piece of the reply is the earliest time known.
 */
function findStart(reading: Reading, thread: Thread, line: Line): number | undefined {
  const parentUs = thread.copy ? thread.lastUs : reading.recent.get(line.parentUuid)?.us;
  if (parentUs === undefined || line.us === undefined) return line.us;
  return Math.min(parentUs, line.us);
}

export function addOutput(reply: Reply, message: Message): void {
  reply.newOut.push(message);
}

/** Sends what is new of every reply of the thread. */
export function writeReplies(reading: Reading, thread: Thread): void {
  for (const reply of thread.replies.values()) if (reply.dirty) writeReply(reading, thread, reply);
}

function writeReply(reading: Reading, thread: Thread, reply: Reply): void {
  const told = compact<Partial<SpanDraft>>({
    startUs: reply.startUs,
    endUs: reply.endUs,
    model: reply.model,
    usage: reply.usage,
    finishReason: reply.finishReason,
    attributes: isEmpty(reply.attributes) ? undefined : reply.attributes,
  });
  if (!reply.emitted) {
    const span = compact<SpanDraft>({
      traceId: thread.traceId,
      spanId: reply.spanId,
      parentId: toAgentSpanId(thread.traceId, thread.agentId),
      kind: 'llm',
      name: 'chat',
      provider: 'anthropic',
      roundId: reply.spanId,
      derivedId: reply.derivedId,
      ...told,
    });
    reading.facts.push({kind: 'span', span, at: reply.firstAt});
  } else {
    reading.facts.push({
      kind: 'span-patch',
      traceId: thread.traceId,
      spanId: reply.spanId,
      patch: told,
      at: reply.lastAt,
    });
  }
  writeOutput(reading, thread, reply);
  reply.emitted = true;
  reply.dirty = false;
}

/** The reply as one message per line, so that a late line only adds to what was sent. */
function writeOutput(reading: Reading, thread: Thread, reply: Reply): void {
  if (reply.newOut.length === 0) return;
  reading.lists++;
  const id = reading.lists;
  const to = {traceId: thread.traceId, spanId: reply.spanId, direction: 'out'} as const;
  const add = reply.newOut;
  const list =
    reply.outCount === 0
      ? {id, add, release: [id]}
      : {id, base: {...to, keep: reply.outCount}, add, release: [id]};
  reading.facts.push({kind: 'messages', ...to, list, at: reply.lastAt});
  reply.outCount += add.length;
  reply.newOut = [];
}
