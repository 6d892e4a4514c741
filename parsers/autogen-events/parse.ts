import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  Message,
  ParseContext,
  RecordSource,
  SpanDraft,
} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {AgentCrew} from '../common/agent-crew.js';
import {ConversationTracker} from '../common/conversation.js';
import {derivedSpanId} from '../common/derived-id.js';
import {objectOf, omitFields, textOf} from '../common/fields.js';
import {readLogLine} from '../common/log-line.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {Oddities} from '../common/oddities.js';
import {unfold} from '../common/unfold.js';
import {readProviderUsage} from '../common/provider-usage.js';

interface Line {
  readonly value: JsonObject;
  readonly at: Locator;
  /** When the event was logged: behind a call, at its end. */
  readonly timeUs: number | undefined;
}

/** A call that a reply asked for and no ToolCall event has answered yet. */
interface Asked {
  readonly name: string;
  readonly id: string | undefined;
  readonly roundId: string;
}

/** Asked calls remembered per agent: those of one reply, mostly. */
const MAX_ASKED = 1000;

/** The event log of AutoGen 0.4 and later: the JSON stands behind whatever prefix the formatter writes. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = new EventLog();
  for await (const batch of source.lines()) {
    signal.throwIfAborted();
    for (const {text, at} of batch) {
      // Other loggers write between the events: their lines are noise.
      tally.accept();
      const read = readLogLine(text);
      if (read !== undefined)
        reading.read({value: read.value, at, timeUs: read.time?.us}, read.time?.hasZone);
    }
    if (reading.facts.length > 0) yield reading.facts.splice(0);
  }
  reading.finish();
  yield reading.facts.splice(0);
  return undefined;
}

class EventLog {
  readonly facts: Fact[] = [];
  readonly #crew = new AgentCrew('run', this.facts);
  readonly #tracker = new ConversationTracker();
  readonly #oddities = new Oddities();
  readonly #asked = new Map<string, Asked[]>();
  readonly #streams = new Map<
    string,
    {readonly messages: JsonValue; readonly timeUs: number | undefined}
  >();
  #basis: 'utc' | 'naive-local' | 'none' = 'none';
  #firstUs: number | undefined;
  #lastUs: number | undefined;

  read(line: Line, hasZone: boolean | undefined): void {
    const {value, at, timeUs} = line;
    const type = textOf(value, 'type');
    if (type === undefined) return;
    this.#crew.root('autogen run', at);
    if (timeUs !== undefined) {
      this.#basis = hasZone === true ? 'utc' : 'naive-local';
      this.#firstUs ??= timeUs;
      this.#lastUs = timeUs;
    }
    switch (type) {
      case 'LLMStreamStart': {
        const agent = textOf(value, 'agent_id') ?? '';
        this.#streams.set(agent, {messages: getField(value, 'messages') ?? [], timeUs});
        return;
      }
      case 'LLMCall':
      case 'LLMStreamEnd':
        this.#readCall(line);
        return;
      case 'ToolCall':
        this.#readTool(line);
        return;
      case 'Message':
        this.#readMessage(line);
        return;
      case 'MessageDropped':
        this.#event('log', 'message dropped', line, textOf(value, 'sender'));
        return;
      case 'MessageHandlerException':
        this.#event('exception', 'MessageHandlerException', line, textOf(value, 'handling_agent'));
        return;
      case 'AgentConstructionException':
        this.#event('exception', 'AgentConstructionException', line, textOf(value, 'agent_id'));
        return;
      default:
        this.#oddities.noteUnknown('events', type, at);
    }
  }

  finish(): void {
    const {traceId, rootId} = this.#crew;
    if (this.#firstUs !== undefined && this.#lastUs !== undefined) {
      const patch = {startUs: this.#firstUs, endUs: this.#lastUs};
      this.facts.push({kind: 'span-patch', traceId, spanId: rootId, patch, at: NOWHERE});
    }
    this.facts.push(
      {kind: 'trace', trace: {traceId, timeBasis: this.#basis}},
      ...this.#oddities.take(),
    );
  }

  #readCall({value, at, timeUs}: Line): void {
    const {traceId} = this.#crew;
    const agent = textOf(value, 'agent_id');
    const stream = this.#streams.get(agent ?? '');
    const isStream = textOf(value, 'type') === 'LLMStreamEnd';
    if (isStream) this.#streams.delete(agent ?? '');
    const response = objectOf(value, 'response') ?? {};
    const parentId = this.#crew.spanOf(agent, at);
    const spanId = textOf(response, 'id') ?? derivedSpanId(at);
    const usage = {
      prompt_tokens: getField(value, 'prompt_tokens') ?? null,
      completion_tokens: getField(value, 'completion_tokens') ?? null,
    };
    const span = compact<SpanDraft>({
      traceId,
      spanId,
      parentId,
      kind: 'llm',
      name: 'chat',
      startUs: isStream ? stream?.timeUs : undefined,
      endUs: timeUs,
      model: textOf(response, 'model'),
      usage: readProviderUsage(getField(response, 'usage')) ?? readProviderUsage(usage),
      roundId: spanId,
      agentId: agent,
      finishReason: finishOf(response),
      attributes: omitFields(value, [
        'messages',
        'response',
        'type',
        'prompt_tokens',
        'completion_tokens',
        'agent_id',
      ]),
    });
    this.facts.push({kind: 'span', span, at});
    const given = messagesOfRequest(
      getField(value, 'messages') ?? (isStream ? (stream?.messages ?? []) : []),
    );
    if (given.length > 0) {
      const list = this.#tracker.fromMessages(agent ?? '', given);
      this.facts.push({kind: 'messages', traceId, spanId, direction: 'in', list, at});
    }
    const reply = messagesOfReply(response);
    if (reply.length > 0) {
      const list = this.#tracker.single(reply);
      this.facts.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
    }
    this.#noteAsked(agent ?? '', spanId, reply);
  }

  #noteAsked(agent: string, roundId: string, reply: readonly Message[]): void {
    const asked: Asked[] = [];
    for (const {parts} of reply) {
      for (const part of parts) {
        if (part.kind === 'tool-call') asked.push({name: part.name, id: part.id, roundId});
      }
    }
    this.#asked.set(agent, asked.slice(0, MAX_ASKED));
  }

  /** The event names no call: it is the oldest one of its tool that its agent's last reply asked for. */
  #readTool({value, at, timeUs}: Line): void {
    const {traceId} = this.#crew;
    const agent = textOf(value, 'agent_id') ?? '';
    const name = textOf(value, 'tool_name') ?? 'unknown';
    const own = this.#asked.get(agent) ?? [];
    const index = own.findIndex((call) => call.name === name);
    const [asked] = index < 0 ? [] : own.splice(index, 1);
    const args = getField(value, 'arguments');
    const span = compact<SpanDraft>({
      traceId,
      spanId: derivedSpanId(at),
      parentId: asked?.roundId ?? this.#crew.spanOf(agent, at),
      kind: 'tool',
      name,
      toolName: name,
      toolCallId: textOf(value, 'call_id') ?? asked?.id,
      roundId: asked?.roundId,
      agentId: agent === '' ? undefined : agent,
      endUs: timeUs,
      input: args === undefined ? undefined : unfold(args),
      output: getField(value, 'result') ?? undefined,
      derivedId: true,
    });
    this.facts.push({kind: 'span', span, at});
  }

  /** Each message is told when it is sent and again for each that gets it: only the sending counts. */
  #readMessage(line: Line): void {
    const {value, at, timeUs} = line;
    if (/DELIVER/.test(textOf(value, 'delivery_stage') ?? '')) return;
    const sender = textOf(value, 'sender');
    const receiver = textOf(value, 'receiver');
    const kind = textOf(value, 'kind') ?? '';
    const isTurn = sender === undefined && !/RESPOND/.test(kind);
    const {traceId} = this.#crew;
    const payload = getField(value, 'payload');
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload ?? null);
    const event = compact<Fact & {kind: 'event'}>({
      kind: 'event',
      event: compact<(Fact & {kind: 'event'})['event']>({
        traceId,
        spanId: this.#crew.spanOf(sender, at),
        kind: isTurn ? 'user-turn' : 'log',
        name: `${sender ?? 'outside'} -> ${receiver ?? 'nobody'}`,
        text,
        timeUs,
        attributes: omitFields(value, ['payload', 'type']),
      }),
      at,
    });
    this.facts.push(event);
  }

  #event(
    kind: 'log' | 'exception',
    name: string,
    {value, at, timeUs}: Line,
    agent: string | undefined,
  ): void {
    const {traceId} = this.#crew;
    const spanId = this.#crew.spanOf(agent, at);
    const text = textOf(value, 'exception') ?? textOf(value, 'payload');
    const event = compact<(Fact & {kind: 'event'})['event']>({
      traceId,
      spanId,
      kind,
      name,
      text,
      timeUs,
    });
    this.facts.push({kind: 'event', event, at});
  }
}

const NOWHERE: Locator = {kind: 'bytes', offset: 0, length: 0};

function finishOf(response: JsonObject): string | undefined {
  const choices = getField(response, 'choices');
  const first = choices !== undefined && isArray(choices) ? choices[0] : undefined;
  const own = textOf(response, 'finish_reason');
  return first !== undefined && isObject(first) ? (textOf(first, 'finish_reason') ?? own) : own;
}
