import type {Fact, JsonObject, JsonValue, Locator, Message, MessageBase, Usage} from '../api.js';
import {RecentLines, RecentIds} from './recent.js';

/** What one pass over a source knows. Everything but `facts` and `lists` survives a checkpoint. */
export interface Reading {
  /** Facts since the last batch was handed out. */
  facts: Fact[];
  /** Session of the last line that named one: stream-json leaves it out on some lines. */
  sessionId: string | undefined;
  /** Traces announced so far, and whether their clock was. */
  readonly traces: Map<string, TraceSeen>;
  readonly threads: Map<string, Thread>;
  /** Thread of the last line: most lines follow one of their own. */
  newest: Thread | undefined;
  /** Tool calls without a result, by tool-call id. */
  readonly openTools: Map<string, OpenTool>;
  /** Tool calls that had their result lately: a repeated result is no orphan. */
  readonly closedTools: RecentIds;
  readonly recent: RecentLines;
  /** Message lists handed out in this pass. */
  lists: number;
  /** Oddities that are counted and reported once, at the end of the pass. */
  readonly oddities: Map<string, Oddity>;
}

export interface TraceSeen {
  timed: boolean;
  /** Session this one was forked from, once said. */
  forkedFrom?: string;
}

export interface Oddity {
  readonly code: string;
  readonly severity: 'info' | 'notice';
  readonly message: string;
  readonly at: Locator;
  count: number;
}

/** One conversation: the session's own, a sub-agent's, or an internal call's. */
export interface Thread {
  readonly key: string;
  readonly traceId: string;
  readonly agentId: string;
  /** Known from `agent_progress` copies only: gives spans, but no messages and no events. */
  readonly copy: boolean;
  agentName?: string;
  parentId?: string;
  /** First and last time on any of its lines. */
  startUs?: number;
  endUs?: number;
  /** Time of its newest line. */
  lastUs?: number;
  attributes: JsonObject;
  /** Its agent span as it was last sent; undefined = not yet. */
  sent?: JsonValue;
  firstAt?: Locator;
  /** The newest list and its length; undefined = nothing said yet, or nothing since a compaction. */
  head?: ThreadHead;
  /** Messages since that list. */
  pending: Message[];
  /** Newest replies by message id, oldest first. */
  readonly replies: Map<string, Reply>;
  /** Message id of the reply whose pieces a stream is sending. */
  streaming?: string;
  /** A compaction boundary was the last thing seen. */
  compacted?: boolean;
}

export interface ThreadHead {
  readonly base: MessageBase;
  readonly count: number;
  /** Span whose input the list was written as. */
  readonly spanId: string;
}

/** One model reply: several lines that share a message id. */
export interface Reply {
  readonly id: string;
  readonly spanId: string;
  startUs?: number;
  endUs?: number;
  model?: string;
  usage?: Usage;
  finishReason?: string;
  attributes: JsonObject;
  /** Messages of the reply that were sent. */
  outCount: number;
  /** Messages that were not. */
  newOut: Message[];
  /** The id is the place of its first line: the log gives none. */
  derivedId?: boolean;
  emitted: boolean;
  dirty: boolean;
  firstAt: Locator;
  lastAt: Locator;
}

export interface OpenTool {
  readonly traceId: string;
  readonly spanId: string;
  /** Thread that made the call. */
  readonly agentId: string;
  /** Known from an `agent_progress` copy. */
  readonly copy: boolean;
  /** What a call that starts a sub-agent says of it. */
  readonly agentType?: string;
  readonly prompt?: string;
  readonly description?: string;
  /** The span was sent as unfinished by an earlier pass. */
  marked?: boolean;
}

export function createReading(): Reading {
  return {
    facts: [],
    sessionId: undefined,
    traces: new Map(),
    threads: new Map(),
    newest: undefined,
    openTools: new Map(),
    closedTools: new RecentIds(),
    recent: new RecentLines(),
    lists: 0,
    oddities: new Map(),
  };
}

/** Counts an oddity; `detail` tells several of one code apart. */
export function noteOddity(reading: Reading, detail: string, oddity: Omit<Oddity, 'count'>): void {
  const key = `${oddity.code}\n${detail}`;
  const known = reading.oddities.get(key);
  if (known !== undefined) known.count++;
  else if (reading.oddities.size < MAX_ODDITIES) reading.oddities.set(key, {...oddity, count: 1});
}

/** Names of unknown line types come from the log: a hostile one has many. */
const MAX_ODDITIES = 200;
