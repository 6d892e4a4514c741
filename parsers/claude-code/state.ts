import type {JsonValue, Locator} from '../api.js';
import {isArray, isObject} from '../api.js';
import {createReading} from './reading.js';
import type {OpenTool, Reading, Reply, Thread, ThreadHead, TraceSeen} from './reading.js';

/** Shape of the state. When it changes, the version of the parser rises too. */
const STATE_VERSION = 1;

type ReplyState = Omit<Reply, 'newOut' | 'firstAt' | 'lastAt'>;
type ThreadState = Omit<Thread, 'replies' | 'firstAt'> & {readonly replies: readonly ReplyState[]};

interface State {
  readonly version: number;
  readonly sessionId?: string;
  readonly traces: readonly (readonly [string, TraceSeen])[];
  readonly threads: readonly ThreadState[];
  readonly openTools: readonly (readonly [string, OpenTool])[];
  readonly closedTools: readonly string[];
  readonly recent: readonly (readonly [string, number | null, string])[];
}

/**
 * What the next pass over a grown file needs. All that was said has been sent, so the state holds
 * names and numbers; message lists go on from the spans they were stored with. Only an internal
 * call's transcript (no agent span to store with) carries its few unanswered messages.
 */
export function toState(reading: Reading): JsonValue {
  const state = {
    version: STATE_VERSION,
    sessionId: reading.sessionId,
    traces: [...reading.traces],
    threads: [...reading.threads.values()].map(toThreadState),
    openTools: [...reading.openTools],
    closedTools: [...reading.closedTools.values()],
    recent: [...reading.recent.entries()].map(([uuid, line]) => [
      uuid,
      line.us ?? null,
      line.thread,
    ]),
  };
  // Drops the undefined fields, which are no JSON.
  return JSON.parse(JSON.stringify(state)) as JsonValue;
}

function toThreadState(thread: Thread): object {
  return {
    ...thread,
    firstAt: undefined,
    head: thread.head === undefined ? undefined : toStoredHead(thread, thread.head),
    replies: [...thread.replies.values()].map((reply) => ({
      ...reply,
      firstAt: undefined,
      lastAt: undefined,
      newOut: undefined,
    })),
  };
}

/** Numbers of lists end with the pass; the span a list was written for can be found again. */
function toStoredHead(thread: Thread, head: ThreadHead): ThreadHead {
  const {count, spanId} = head;
  const base = {traceId: thread.traceId, spanId, direction: 'in', keep: count} as const;
  return {count, spanId, base};
}

/** @param at where the grown part begins. */
export function toReading(state: JsonValue, at: Locator): Reading {
  const reading = createReading();
  if (!isState(state)) return reading;
  reading.sessionId = state.sessionId;
  for (const [id, seen] of state.traces) reading.traces.set(id, {...seen});
  for (const thread of state.threads) {
    const replies = new Map<string, Reply>();
    for (const reply of thread.replies) {
      replies.set(reply.id, {...reply, newOut: [], firstAt: at, lastAt: at});
    }
    reading.threads.set(thread.key, {
      ...thread,
      firstAt: at,
      pending: [...thread.pending],
      replies,
    });
  }
  for (const [id, open] of state.openTools) reading.openTools.set(id, {...open});
  for (const id of state.closedTools) reading.closedTools.add(id);
  for (const [uuid, us, thread] of state.recent) {
    reading.recent.add(uuid, {us: us ?? undefined, thread});
  }
  return reading;
}

/** The state is our own, kept by the case beside the version that wrote it. */
function isState(value: unknown): value is State {
  return (
    isObject(value) &&
    value.version === STATE_VERSION &&
    isArray(value.traces) &&
    isArray(value.threads) &&
    isArray(value.openTools) &&
    isArray(value.closedTools) &&
    isArray(value.recent)
  );
}
