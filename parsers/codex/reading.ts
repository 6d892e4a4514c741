import type {Fact, JsonObject, Locator, MessagePart, Usage} from '../api.js';
import {Oddities} from '../common/oddities.js';
import {ListNumbers, Transcript} from '../common/transcript.js';

/** What one pass over a rollout or a stream knows. */
export interface Reading {
  facts: Fact[];
  readonly oddities: Oddities;
  /** The session; undefined until the first line was read. */
  thread: Thread | undefined;
  /** Tool calls without a result, by call id. */
  readonly open: Map<string, OpenCall>;
  /** Calls that had their result: an event that comes later adds to them. */
  readonly closed: Map<string, OpenCall>;
}

export interface Thread {
  readonly id: string;
  readonly transcript: Transcript;
  readonly firstAt: Locator;
  readonly isLegacy: boolean;
  isSubagent: boolean;
  agentName: string | undefined;
  attributes: JsonObject;
  startUs: number | undefined;
  endUs: number | undefined;
  model: string | undefined;
  /** Time of the last line that the next request carries: a result, a user's words, a context. */
  inputUs: number | undefined;
  replies: number;
  calls: number;
  turns: number;
  reply: Reply | undefined;
  /** The newest reply that was sent without usage: its count may come late. */
  uncounted: string | undefined;
  /** Total of the last token count, as text: rows repeat it. */
  total: string | undefined;
  /** Words of the agent and of the user told by an event, while their item may still come. */
  heldAgentText:
    {readonly text: string; readonly us: number | undefined; readonly at: Locator} | undefined;
  heldUserText: {readonly text: string; readonly at: Locator} | undefined;
  lastAgentText: string | undefined;
  lastUserText: string | undefined;
  /** A `compacted` line came; the event that follows says the same. */
  compacted: boolean;
}

/** One model reply being read: the items up to the next token count or result. */
export interface Reply {
  readonly spanId: string;
  readonly at: Locator;
  readonly startUs: number | undefined;
  endUs: number | undefined;
  readonly parts: MessagePart[];
  usage: Usage | undefined;
  raw: JsonObject | undefined;
}

export interface OpenCall {
  readonly traceId: string;
  readonly spanId: string;
  readonly at: Locator;
}

/** Results of calls are told again by events that come soon after. */
const CLOSED_KEPT = 256;

export function createReading(): Reading {
  return {
    facts: [],
    oddities: new Oddities(),
    thread: undefined,
    open: new Map(),
    closed: new Map(),
  };
}

export function createThread(
  id: string,
  firstAt: Locator,
  options: {readonly isLegacy?: boolean} = {},
): Thread {
  return {
    id,
    transcript: new Transcript(id, id, new ListNumbers()),
    firstAt,
    isLegacy: options.isLegacy === true,
    isSubagent: false,
    agentName: undefined,
    attributes: {},
    startUs: undefined,
    endUs: undefined,
    model: undefined,
    inputUs: undefined,
    replies: 0,
    calls: 0,
    turns: 0,
    reply: undefined,
    uncounted: undefined,
    total: undefined,
    heldAgentText: undefined,
    heldUserText: undefined,
    lastAgentText: undefined,
    lastUserText: undefined,
    compacted: false,
  };
}

export function closeCall(reading: Reading, callId: string): OpenCall | undefined {
  const call = reading.open.get(callId);
  if (call === undefined) return reading.closed.get(callId);
  reading.open.delete(callId);
  reading.closed.set(callId, call);
  if (reading.closed.size > CLOSED_KEPT) {
    const oldest = reading.closed.keys().next();
    if (oldest.done !== true) reading.closed.delete(oldest.value);
  }
  return call;
}
