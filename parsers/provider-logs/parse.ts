import {compact, isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonValue,
  Locator,
  Message,
  ParseContext,
  RecordEvent,
  RecordSource,
  SpanDraft,
} from '../api.js';
import {pushCallFacts} from '../common/call-facts.js';
import {ConversationTracker} from '../common/conversation.js';
import {textOf} from '../common/fields.js';
import {messagesOfReply, messagesOfRequest} from '../common/messages/payload.js';
import {Oddities} from '../common/oddities.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {buildCallSpan} from './call-span.js';
import {Conversations} from './conversations.js';
import type {Conversation, Found} from './conversations.js';
import {readExchange} from './exchange.js';
import type {Exchange} from './exchange.js';

/** Tool calls whose result has not been sent back yet. */
const MAX_OPEN_CALLS = 50_000;

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ['[]'], new ProviderReading(context));
}

class ProviderReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #tracker = new ConversationTracker();
  readonly #conversations = new Conversations();
  readonly #oddities = new Oddities();
  /** Span of each tool call, by the trace and the id that the model gave it. */
  readonly #calls = new Map<string, string>();
  #count = 0;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    this.#record(event.value, event.at, out);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    if (isArray(event.value) && event.value.length === 0) this.#tally.accept();
    else this.#record(event.value, event.at, out);
  }

  end(out: Fact[]): void {
    out.push(...this.#oddities.take());
  }

  #record(value: JsonValue, at: Locator, out: Fact[]): void {
    const exchange = isObject(value) ? readExchange(value) : undefined;
    if (exchange === undefined) {
      const message = 'no request and response of a model provider';
      this.#tally.refuse({code: 'not-an-exchange', severity: 'data-loss', message, at});
      return;
    }
    if (exchange.dialect === undefined) this.#oddities.noteUnknown('requests', exchange.target, at);
    else this.#exchange(exchange, at, out);
    this.#tally.accept();
  }

  #exchange(exchange: Exchange, at: Locator, out: Fact[]): void {
    const messages = messagesOfRequest(exchange.request);
    const previous = textOf(exchange.request, 'previous_response_id');
    const found = this.#conversations.find(messages, previous);
    const {conversation} = found;
    this.#count++;
    const spanId = `call-${String(this.#count)}`;
    if (found.isNew) this.#agent(conversation, exchange, at, out);
    this.#news(messages, found, at, out);
    const span = buildCallSpan(exchange, conversation, spanId);
    if (conversation.failed && found.known === messages.length) {
      const {traceId} = conversation;
      out.push({
        kind: 'event',
        event: {traceId, spanId, kind: 'retry', name: 'same request again'},
        at,
      });
    }
    conversation.failed = span.status === 'error';
    const {response} = exchange;
    const reply =
      span.status === 'error' || response === undefined ? [] : messagesOfReply(response);
    const key = `${conversation.traceId}\n${conversation.agentId}`;
    pushCallFacts(
      {span, messagesIn: messages, messagesOut: reply, conversation: key},
      at,
      this.#tracker,
      out,
    );
    const id = textOf(response ?? {}, 'id');
    if (id !== undefined) this.#conversations.replied(id, conversation);
    this.#toolCalls(reply, conversation, spanId, at, out);
  }

  /** The agent is not in the log: it stands for the conversation, and its id is ours. */
  #agent(conversation: Conversation, exchange: Exchange, at: Locator, out: Fact[]): void {
    const {traceId, agentId, parentId} = conversation;
    const span = {
      traceId,
      spanId: agentId,
      kind: 'agent',
      name: agentId,
      agentId,
      derivedId: true,
    } as const;
    const timeBasis =
      exchange.startUs === undefined && exchange.dialect === 'Anthropic Messages' ? 'none' : 'utc';
    if (parentId === undefined) out.push({kind: 'trace', trace: {traceId, timeBasis}});
    out.push({kind: 'span', span: parentId === undefined ? span : {...span, parentId}, at});
  }

  /** What this request adds to the one before: results of tool calls, and turns of the user. */
  #news(messages: readonly Message[], found: Found, at: Locator, out: Fact[]): void {
    const {traceId, agentId, parentId} = found.conversation;
    for (const message of messages.slice(found.known)) {
      const texts: string[] = [];
      for (const part of message.parts) {
        if (part.kind === 'text') texts.push(part.text);
        if (part.kind !== 'tool-result' || part.id === undefined) continue;
        const callKey = `${traceId}\n${part.id}`;
        const spanId = this.#calls.get(callKey);
        if (spanId === undefined) continue;
        this.#calls.delete(callKey);
        const status = part.isError === true ? 'error' : 'unset';
        const patch = compact<Partial<SpanDraft>>({status, output: part.result, unfinished: false});
        out.push({kind: 'span-patch', traceId, spanId, patch, at});
      }
      if (message.role !== 'user' || texts.length === 0) continue;
      const event = {
        traceId,
        spanId: agentId,
        kind: 'user-turn',
        name: 'user',
        text: texts.join('\n'),
      } as const;
      out.push({
        kind: 'event',
        event: parentId === undefined ? event : {...event, synthetic: true},
        at,
      });
    }
  }

  /** The log never shows a tool run: its call is in a reply, its result in a later request. */
  #toolCalls(
    reply: readonly Message[],
    conversation: Conversation,
    roundId: string,
    at: Locator,
    out: Fact[],
  ): void {
    const {traceId, agentId} = conversation;
    let index = 0;
    for (const part of reply.flatMap((message) => message.parts)) {
      if (part.kind !== 'tool-call') continue;
      index++;
      const spanId = `${roundId}-tool-${String(index)}`;
      const {id, name, args} = part;
      const draft = {
        traceId,
        spanId,
        parentId: agentId,
        kind: 'tool',
        name,
        toolName: name,
      } as const;
      out.push({
        kind: 'span',
        span: {
          ...draft,
          roundId,
          derivedId: true,
          unfinished: true,
          status: 'unset',
          ...(id === undefined ? {} : {toolCallId: id}),
          ...(args === undefined ? {} : {input: args}),
        },
        at,
      });
      this.#conversations.asked(args, traceId, spanId);
      if (id !== undefined && this.#calls.size < MAX_OPEN_CALLS) {
        this.#calls.set(`${traceId}\n${id}`, spanId);
      }
    }
  }
}
