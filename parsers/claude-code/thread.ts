import type {Locator, SpanDraft, TraceDraft} from '../api.js';
import {compact, getField} from '../api.js';
import {isEmpty, pickFields} from '../common/fields.js';
import {MAIN, isInternalAgent, toAgentSpanId} from './ids.js';
import type {Line} from './line.js';
import type {Reading, Thread} from './reading.js';

/** Where and with what a session ran; taken from the first line that tells. */
const PLACE_FIELDS = ['cwd', 'gitBranch', 'version', 'entrypoint', 'permissionMode', 'slug'];

/**
 * Messages without a reply that are held before they are written down as the agent's conversation
 * so far. A round of parallel tools has a dozen.
 */
const MAX_PENDING = 64;

/** The thread of a line, announced if it is new. */
export function openThread(reading: Reading, line: Line, copy = false): Thread {
  const thread = findThread(reading, line, copy) ?? addThread(reading, line, copy);
  if (isEmpty(thread.attributes) && !copy && getField(line.value, 'cwd') !== undefined) {
    thread.attributes = pickFields(line.value, PLACE_FIELDS);
  }
  openTrace(reading, line);
  // Copied history tells when the other session ran.
  if (line.forkedFrom === undefined) touchThread(thread, line.us);
  return thread;
}

export function toThreadKey(traceId: string, agentId: string, copy = false): string {
  return `${traceId}\n${agentId}${copy ? '\ncopy' : ''}`;
}

function findThread(reading: Reading, line: Line, copy: boolean): Thread | undefined {
  const {newest} = reading;
  if (newest?.copy === copy && newest.agentId === line.agentId) {
    if (newest.traceId === line.sessionId) return newest;
  }
  const thread = reading.threads.get(toThreadKey(line.sessionId, line.agentId, copy));
  if (thread !== undefined) reading.newest = thread;
  return thread;
}

function addThread(reading: Reading, line: Line, copy: boolean): Thread {
  const thread: Thread = {
    key: toThreadKey(line.sessionId, line.agentId, copy),
    traceId: line.sessionId,
    agentId: line.agentId,
    copy,
    attributes: {},
    firstAt: line.at,
    pending: [],
    replies: new Map(),
  };
  if (line.agentId === MAIN) thread.agentName = 'main';
  reading.threads.set(thread.key, thread);
  return thread;
}

export function touchThread(thread: Thread, us: number | undefined): void {
  if (us === undefined) return;
  thread.lastUs = us;
  if (thread.startUs === undefined || us < thread.startUs) thread.startUs = us;
  if (thread.endUs === undefined || us > thread.endUs) thread.endUs = us;
}

/** Its work went on until then at most. */
export function extendThread(thread: Thread, us: number | undefined): void {
  if (us !== undefined) thread.endUs = Math.max(thread.endUs ?? us, us);
}

function openTrace(reading: Reading, line: Line): void {
  const seen = reading.traces.get(line.sessionId);
  const timed = line.us !== undefined;
  if (seen === undefined) reading.traces.set(line.sessionId, {timed});
  else if (!timed || seen.timed) return;
  else seen.timed = true;
  const trace: TraceDraft = {
    traceId: line.sessionId,
    sessionId: line.sessionId,
    timeBasis: timed ? 'utc' : 'none',
  };
  reading.facts.push({kind: 'trace', trace});
}

/** Internal calls have no agent of their own, their session's file tells of it. */
export function hasAgentSpan(thread: Thread): boolean {
  return !isInternalAgent(thread.agentId);
}

/** Sends the thread's agent span, or what has changed of it since. */
export function writeAgentSpan(reading: Reading, thread: Thread, at?: Locator): void {
  if (!hasAgentSpan(thread)) return;
  const {agentName, parentId, startUs, endUs, attributes} = thread;
  const told = compact<Partial<SpanDraft>>({
    name: agentName ?? (parentId === undefined ? undefined : 'subagent'),
    agentName,
    parentId,
    startUs,
    endUs,
    attributes: isEmpty(attributes) ? undefined : attributes,
  });
  const spanId = toAgentSpanId(thread.traceId, thread.agentId);
  const where = at ?? thread.firstAt;
  if (where === undefined) return;
  if (thread.sent === undefined) {
    const span: SpanDraft = {
      // Only the file that started a sub-agent knows its name; an empty one never hides it.
      name: '',
      ...told,
      traceId: thread.traceId,
      spanId,
      kind: 'agent',
      ...(thread.agentId === MAIN ? {} : {agentId: thread.agentId}),
      ...(thread.agentId.startsWith('sidechain-') ? {derivedId: true} : {}),
    };
    reading.facts.push({kind: 'span', span, at: where});
  } else if (JSON.stringify(told) !== thread.sent) {
    reading.facts.push({
      kind: 'span-patch',
      traceId: thread.traceId,
      spanId,
      patch: told,
      at: where,
    });
  }
  thread.sent = JSON.stringify(told);
}

/** Adds a message to the conversation. Copies have none: their own file tells it. */
export function addMessage(
  reading: Reading,
  thread: Thread,
  message: Thread['pending'][number],
  at: Locator,
): void {
  if (thread.copy) return;
  thread.pending.push(message);
  if (thread.pending.length >= MAX_PENDING) writeConversation(reading, thread, at);
}

/** After a compaction the model sees the summary and what follows, nothing before. */
export function forgetConversation(thread: Thread): void {
  delete thread.head;
  thread.pending = [];
}

/** The messages a call of `spanId` was given: everything said in this thread before it. */
export function writeInput(reading: Reading, thread: Thread, spanId: string, at: Locator): void {
  if (thread.copy) return;
  // Nothing is known of what was said before: older sub-agent files start with the reply.
  if (thread.head === undefined && thread.pending.length === 0) return;
  writeList(reading, thread, {spanId, at});
}

/**
 * Writes the messages that no call has been given yet as the input of the agent: a later pass over
 * the grown file goes on from this list, and results that came after the last reply are kept.
 */
export function writeConversation(reading: Reading, thread: Thread, at: Locator): void {
  if (thread.copy || thread.pending.length === 0 || !hasAgentSpan(thread)) return;
  writeList(reading, thread, {spanId: toAgentSpanId(thread.traceId, thread.agentId), at});
}

function writeList(
  reading: Reading,
  thread: Thread,
  to: {readonly spanId: string; readonly at: Locator},
): void {
  reading.lists++;
  const id = reading.lists;
  const head = thread.head;
  const add = thread.pending;
  const release = head !== undefined && 'id' in head.base ? {release: [head.base.id]} : {};
  const list = head === undefined ? {id, add} : {id, base: head.base, add, ...release};
  reading.facts.push({
    kind: 'messages',
    traceId: thread.traceId,
    spanId: to.spanId,
    direction: 'in',
    list,
    at: to.at,
  });
  const count = (head?.count ?? 0) + add.length;
  thread.head = {base: {id, keep: count}, count, spanId: to.spanId};
  thread.pending = [];
}
