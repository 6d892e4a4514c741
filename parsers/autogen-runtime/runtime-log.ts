import type {Fact, JsonObject, JsonValue, Locator, SpanDraft} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {AgentCrew} from '../common/agent-crew.js';
import {ConversationTracker} from '../common/conversation.js';
import {derivedSpanId} from '../common/derived-id.js';
import {omitFields, pickFields, textOf} from '../common/fields.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {isoToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {readRepr} from './response-repr.js';

/** A call that a reply asked for and no row has answered. */
interface Asked {
  readonly name: string;
  readonly id: string | undefined;
  readonly roundId: string;
  readonly us: number;
}

interface OpenSession {
  readonly crew: AgentCrew;
  readonly asked: Asked[];
  firstUs: number;
  lastUs: number;
}

/** Calls remembered: functions that are not logged are never answered. */
const MAX_ASKED = 1000;

/** Facts of one logging session; several may be in one file. */
export class RuntimeLog {
  readonly facts: Fact[] = [];
  readonly #tracker = new ConversationTracker();
  readonly #sessions = new Map<string, OpenSession>();
  readonly #agentOfWrapper = new Map<string, string>();

  /** Agents share no id with completions but their wrapper. */
  noteAgent(session: string, wrapperId: JsonValue | undefined, name: string): void {
    this.#agentOfWrapper.set(`${session}\n${toKey(wrapperId)}`, name);
  }

  /** Session that was open at a time; the last one that had begun before it. */
  sessionAt(us: number | undefined): string | undefined {
    let best: string | undefined;
    let began = -Infinity;
    let first: string | undefined;
    for (const [id, {firstUs}] of this.#sessions) {
      first ??= id;
      if (us === undefined || firstUs > us || firstUs < began) continue;
      best = id;
      began = firstUs;
    }
    return best ?? first;
  }

  completion(session: string, row: JsonObject, at: Locator): void {
    const response = unfold(getField(row, 'response') ?? null);
    const told =
      typeof response === 'string' ? readRepr(response) : isObject(response) ? response : {};
    const startUs = isoToUs(getField(row, 'start_time'))?.us;
    const endUs = isoToUs(getField(row, 'end_time'))?.us;
    const open = this.#open(session, at, startUs ?? endUs, endUs);
    const agent =
      textOf(row, 'source_name') ??
      this.#agentOfWrapper.get(`${session}\n${toKey(getField(row, 'wrapper_id'))}`);
    const request = unfold(getField(row, 'request') ?? null);
    const asked = isObject(request) ? request : {};
    const {crew} = open;
    const spanId = derivedSpanId(at);
    const isCached = Number(getField(row, 'is_cached') ?? 0) > 0;
    const failure = typeof told.response === 'string' ? told.response : undefined;
    const span = compact<SpanDraft>({
      traceId: session,
      spanId,
      parentId: crew.spanOf(agent, at),
      kind: 'llm',
      name: 'chat',
      agentName: agent,
      startUs,
      endUs,
      model: textOf(told, 'model') ?? textOf(asked, 'model'),
      // An answer from the cache took no tokens this time.
      usage: isCached ? undefined : readProviderUsage(getField(told, 'usage')),
      roundId: spanId,
      derivedId: true,
      status: failure === undefined ? undefined : 'error',
      statusMessage: failure,
      attributes: {
        ...pickFields(row, ['invocation_id', 'client_id', 'wrapper_id', 'is_cached', 'thread_id']),
        ...(isCached ? pickFields(told, ['usage']) : {}),
        ...omitFields(asked, ['messages', 'model', 'api_key', 'base_url']),
      },
    });
    this.facts.push({kind: 'span', span, at});
    const given = messagesOfRequest(getField(asked, 'messages') ?? []);
    if (given.length > 0) {
      const list = this.#tracker.fromMessages(`${session}\n${agent ?? ''}`, given);
      this.facts.push({kind: 'messages', traceId: session, spanId, direction: 'in', list, at});
    }
    const reply = failure === undefined ? messagesOfReply(told) : [];
    if (reply.length === 0) return;
    for (const {parts} of reply) {
      for (const part of parts) {
        if (part.kind !== 'tool-call' || open.asked.length >= MAX_ASKED) continue;
        open.asked.push({name: part.name, id: part.id, roundId: spanId, us: endUs ?? -Infinity});
      }
    }
    const list = this.#tracker.single(reply);
    this.facts.push({kind: 'messages', traceId: session, spanId, direction: 'out', list, at});
  }

  /**
   * A function that an agent ran, logged at one point in time. It names no call: it is the oldest one of this name
   * that a reply of the session asked for before.
   */
  functionCall(session: string, row: JsonObject, at: Locator): void {
    const startUs = isoToUs(getField(row, 'timestamp'))?.us;
    const {crew, asked} = this.#open(session, at, startUs, startUs);
    const agent = textOf(row, 'source_name');
    const name = textOf(row, 'function_name') ?? textOf(row, 'function') ?? 'function';
    const index = asked.findIndex(
      (call) => call.name === name && !(call.us > (startUs ?? Infinity)),
    );
    const [call] = index < 0 ? [] : asked.splice(index, 1);
    const args = getField(row, 'args') ?? getField(row, 'input_args');
    const returns = getField(row, 'returns');
    const span = compact<SpanDraft>({
      traceId: session,
      spanId: derivedSpanId(at),
      parentId: call?.roundId ?? crew.spanOf(agent, at),
      kind: 'tool',
      name,
      toolName: name,
      toolCallId: call?.id,
      roundId: call?.roundId,
      agentName: agent,
      startUs,
      input: args === undefined || args === null ? undefined : unfold(args),
      output: returns === undefined || returns === null ? undefined : unfold(returns),
      derivedId: true,
    });
    this.facts.push({kind: 'span', span, at});
  }

  /** A message that an agent was given by another is a hand-off; the others are events. */
  event(session: string, row: JsonObject, at: Locator): void {
    const timeUs = isoToUs(getField(row, 'timestamp'))?.us;
    const {crew} = this.#open(session, at, timeUs, timeUs);
    const agent = textOf(row, 'source_name') ?? 'unknown';
    const name = textOf(row, 'event_name') ?? 'event';
    const state = unfold(getField(row, 'json_state') ?? null);
    const told = isObject(state) ? state : {};
    const parentId = crew.spanOf(agent, at);
    if (name !== 'received_message') {
      const attributes = told;
      this.facts.push({
        kind: 'event',
        event: compact({
          traceId: session,
          spanId: parentId,
          kind: 'log' as const,
          name,
          timeUs,
          attributes,
        }),
        at,
      });
      return;
    }
    const sender = textOf(told, 'sender') ?? 'unknown';
    const span = compact<SpanDraft>({
      traceId: session,
      spanId: derivedSpanId(at),
      parentId,
      kind: 'handoff',
      name: `${sender} -> ${agent}`,
      agentName: agent,
      startUs: timeUs,
      endUs: timeUs,
      input: getField(told, 'message'),
      derivedId: true,
      attributes: omitFields(told, ['message']),
    });
    this.facts.push({kind: 'span', span, at});
  }

  finish(): void {
    for (const [traceId, {crew, firstUs, lastUs}] of this.#sessions) {
      if (firstUs !== Infinity) {
        const patch = {startUs: firstUs, endUs: lastUs};
        this.facts.push({
          kind: 'span-patch',
          traceId,
          spanId: crew.rootId,
          patch,
          at: {kind: 'bytes', offset: 0, length: 0},
        });
      }
      const timeBasis = firstUs === Infinity ? 'none' : 'naive-local';
      this.facts.push({kind: 'trace', trace: {traceId, timeBasis, sessionId: traceId}});
    }
  }

  #open(
    id: string,
    at: Locator,
    firstUs: number | undefined,
    lastUs: number | undefined,
  ): OpenSession {
    let open = this.#sessions.get(id);
    if (open === undefined) {
      open = {crew: new AgentCrew(id, this.facts), asked: [], firstUs: Infinity, lastUs: -Infinity};
      open.crew.root('autogen session', at);
      this.#sessions.set(id, open);
    }
    open.firstUs = Math.min(open.firstUs, firstUs ?? Infinity);
    open.lastUs = Math.max(open.lastUs, lastUs ?? -Infinity);
    return open;
  }
}

function toKey(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}
