import type {Fact, JsonObject, JsonValue, Locator, Message, SpanDraft} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {toText} from '../common/agent-session.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {flattenResult} from '../common/messages/part.js';
import {Transcript} from '../common/transcript.js';
import type {ListNumbers} from '../common/transcript.js';
import {toUsage} from '../common/usage.js';

interface Setup {
  readonly numbers: ListNumbers;
  readonly facts: Fact[];
  readonly rootId: string;
}

interface Place {
  readonly parentId: string;
  readonly at: Locator;
}

/** Messages written into one graph's state: AI messages are replies, tool messages answer their calls. */
export class MessageChannel {
  readonly #traceId: string;
  readonly #setup: Setup;
  readonly #transcript: Transcript;
  readonly #seen = new Set<string>();
  readonly #calls = new Map<string, string>();
  #replies = 0;

  constructor(traceId: string, setup: Setup) {
    this.#traceId = traceId;
    this.#setup = setup;
    this.#transcript = new Transcript(traceId, setup.rootId, setup.numbers);
  }

  read(values: readonly JsonValue[], place: Place): void {
    for (const value of values) {
      if (!isObject(value)) continue;
      const fields = toFields(value);
      const id = textOf(fields, 'id');
      // A node may write the whole state again: only what is new is an event.
      if (id !== undefined && this.#seen.has(id)) continue;
      if (id !== undefined) this.#seen.add(id);
      this.#readOne(fields, place);
    }
  }

  finish(at: Locator): void {
    this.#transcript.flush(at, this.#setup.facts);
  }

  #readOne(fields: JsonObject, place: Place): void {
    const message = normaliseMessage(fields);
    const {facts, rootId} = this.#setup;
    const {at} = place;
    if (message.role === 'assistant') this.#reply(fields, message, place);
    else if (message.role === 'tool') this.#result(fields, message, place);
    else {
      this.#transcript.hear(message, at, facts);
      if (message.role !== 'user') return;
      const text = toText(message);
      const event = {
        traceId: this.#traceId,
        spanId: rootId,
        kind: 'user-turn' as const,
        name: 'user',
      };
      facts.push({kind: 'event', event: text === undefined ? event : {...event, text}, at});
    }
  }

  #reply(fields: JsonObject, message: Message, {parentId, at}: Place): void {
    const {facts} = this.#setup;
    this.#replies++;
    const id = textOf(fields, 'id');
    const spanId = id ?? `reply-${String(this.#replies)}`;
    const response = objectOf(fields, 'response_metadata') ?? {};
    const span = compact<SpanDraft>({
      traceId: this.#traceId,
      spanId,
      parentId,
      kind: 'llm',
      name: 'chat',
      agentName: textOf(fields, 'name'),
      model: textOf(response, 'model_name') ?? textOf(response, 'model'),
      finishReason: textOf(response, 'finish_reason') ?? textOf(response, 'stop_reason'),
      usage: readUsage(objectOf(fields, 'usage_metadata')),
      roundId: spanId,
      derivedId: id === undefined ? true : undefined,
    });
    facts.push({kind: 'span', span, at});
    this.#transcript.ask(spanId, at, facts);
    this.#transcript.answer(spanId, [message], at, facts);
    for (const part of message.parts) {
      if (part.kind !== 'tool-call') continue;
      const callId = part.id === undefined ? `${spanId}:${part.name}` : `call:${part.id}`;
      if (part.id !== undefined) this.#calls.set(part.id, callId);
      const call = compact<SpanDraft>({
        traceId: this.#traceId,
        spanId: callId,
        parentId: spanId,
        kind: 'tool',
        name: part.name,
        toolName: part.name,
        toolCallId: part.id,
        roundId: spanId,
        input: part.args,
        unfinished: true,
      });
      facts.push({kind: 'span', span: call, at});
    }
  }

  #result(fields: JsonObject, message: Message, {parentId, at}: Place): void {
    const {facts} = this.#setup;
    const id = textOf(fields, 'tool_call_id');
    const known = id === undefined ? undefined : this.#calls.get(id);
    const content = getField(fields, 'content');
    const output = content === undefined ? undefined : flattenResult(content);
    const status = textOf(fields, 'status') === 'error' ? ('error' as const) : ('ok' as const);
    this.#transcript.hear(message, at, facts);
    if (known !== undefined) {
      const patch = compact<Partial<SpanDraft>>({output, status, unfinished: false});
      facts.push({kind: 'span-patch', traceId: this.#traceId, spanId: known, patch, at});
      return;
    }
    // The reply that asked is not in the file: the call was still made, its arguments are unknown.
    const name = textOf(fields, 'name') ?? 'unknown';
    const spanId = `call:${id ?? String(at.kind === 'row' ? at.rowid : 0)}`;
    const ids = {traceId: this.#traceId, spanId, parentId, toolCallId: id, derivedId: true};
    const span = compact<SpanDraft>({...ids, kind: 'tool', name, toolName: name, output, status});
    facts.push({kind: 'span', span, at});
  }
}

/** LangChain counts all input tokens, cached ones too, and reasoning within the output. */
function readUsage(raw: JsonObject | undefined): ReturnType<typeof toUsage> {
  if (raw === undefined) return undefined;
  const input = objectOf(raw, 'input_token_details') ?? {};
  const output = objectOf(raw, 'output_token_details') ?? {};
  return toUsage({
    input: numberOf(raw, 'input_tokens'),
    output: numberOf(raw, 'output_tokens'),
    cachedRead: numberOf(input, 'cache_read'),
    cachedWrite: numberOf(input, 'cache_creation'),
    reasoning: numberOf(output, 'reasoning'),
    total: numberOf(raw, 'total_tokens'),
  });
}

/** The fields of a message, whatever it is wrapped in. */
function toFields(value: JsonObject): JsonObject {
  const kwargs = objectOf(value, 'kwargs');
  const id = getField(value, 'id');
  const name = Array.isArray(id) ? String(id.at(-1)) : textOf(value, '__class');
  const fields = 'lc' in value && kwargs !== undefined ? kwargs : value;
  const type = name === undefined ? undefined : TYPES.get(name.replace(/Chunk$/, ''));
  return type === undefined ? fields : {...fields, type};
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['AIMessage', 'ai'],
  ['HumanMessage', 'human'],
  ['SystemMessage', 'system'],
  ['ToolMessage', 'tool'],
]);
