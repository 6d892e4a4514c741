import {compact} from '../api.js';
import type {
  Fact,
  JsonObject,
  Locator,
  MessagePart,
  SpanDraft,
  SpanEventDraft,
  TraceDraft,
} from '../api.js';
import {isTrue, objectOf, pickFields, textOf} from '../common/fields.js';
import {flattenResult, normalisePart} from '../common/messages/part.js';
import {contentMessage, textMessage} from '../common/messages/payload.js';
import type {Oddities} from '../common/oddities.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {isoToUs} from '../common/time.js';
import type {ListNumbers} from '../common/transcript.js';
import {Transcript} from '../common/transcript.js';

/** Tool calls that wait for their result. */
const MAX_OPEN = 10_000;

interface Request {
  readonly spanId: string;
  readonly parts: MessagePart[];
}

/** One session: its agent, and the events of its stream in their order. */
export class Session {
  readonly #traceId: string;
  readonly #oddities: Oddities;
  readonly #transcript: Transcript;
  readonly #open = new Set<string>();
  #request: Request | undefined;

  constructor(traceId: string, numbers: ListNumbers, oddities: Oddities) {
    this.#traceId = traceId;
    this.#oddities = oddities;
    this.#transcript = new Transcript(traceId, traceId, numbers);
  }

  /** @param session the answer to the creation of the session; absent when only its stream was recorded */
  begin(session: JsonObject | undefined, at: Locator, out: Fact[]): void {
    const traceId = this.#traceId;
    const agent = objectOf(session ?? {}, 'agent') ?? {};
    const name = textOf(agent, 'name');
    const model = objectOf(agent, 'model') ?? {};
    const title = textOf(session ?? {}, 'title');
    out.push({kind: 'trace', trace: compact<TraceDraft>({traceId, name: title, timeBasis: 'utc'})});
    out.push({
      kind: 'span',
      span: compact<SpanDraft>({
        traceId,
        spanId: traceId,
        kind: 'agent',
        name: name ?? 'session',
        agentName: name,
        startUs: isoToUs(session?.created_at)?.us,
        model: textOf(model, 'id'),
        provider: 'anthropic',
        attributes: pickFields(session ?? {}, ['environment_id', 'metadata', 'status']),
      }),
      at,
    });
    const system = textOf(agent, 'system');
    if (system !== undefined) this.#transcript.hear(textMessage('system', system), at, out);
  }

  event(raw: JsonObject, at: Locator, out: Fact[]): void {
    const type = textOf(raw, 'type') ?? '';
    const timeUs = isoToUs(raw.processed_at)?.us;
    switch (type) {
      case 'user.message':
        this.#userMessage(raw, timeUs, at, out);
        return;
      case 'span.model_request_start':
        this.#start(raw, timeUs, at, out);
        return;
      case 'span.model_request_end':
        this.#end(raw, timeUs, at, out);
        return;
      case 'agent.message':
        for (const part of contentMessage('assistant', raw.content ?? []).parts) this.#said(part);
        return;
      case 'agent.thinking':
        return;
      case 'agent.tool_use':
      case 'agent.mcp_tool_use':
      case 'agent.custom_tool_use':
        this.#toolUse(raw, timeUs, at, out);
        return;
      case 'agent.tool_result':
      case 'agent.mcp_tool_result':
      case 'user.custom_tool_result':
        this.#toolResult(raw, timeUs, at, out);
        return;
      case 'agent.thread_context_compacted':
        this.#transcript.forget();
        this.#tell({kind: 'compaction', name: 'compaction', timeUs}, raw, at, out);
        return;
      case 'session.error':
        this.#error(raw, timeUs, at, out);
        return;
      default:
        this.#state(type, raw, timeUs, at, out);
    }
  }

  finish(at: Locator, out: Fact[]): void {
    this.#transcript.flush(at, out);
  }

  #userMessage(raw: JsonObject, timeUs: number | undefined, at: Locator, out: Fact[]): void {
    const message = contentMessage('user', raw.content ?? []);
    this.#transcript.hear(message, at, out);
    const text = message.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('\n');
    this.#tell({kind: 'user-turn', name: 'user', timeUs, text}, {}, at, out);
  }

  #start(raw: JsonObject, startUs: number | undefined, at: Locator, out: Fact[]): void {
    const spanId = textOf(raw, 'id');
    if (spanId === undefined) return;
    this.#request = {spanId, parts: []};
    this.#span({spanId, kind: 'llm', name: 'model request', startUs}, at, out);
    this.#transcript.ask(spanId, at, out);
  }

  #end(raw: JsonObject, endUs: number | undefined, at: Locator, out: Fact[]): void {
    const request = this.#request;
    const spanId = textOf(raw, 'model_request_start_id') ?? request?.spanId;
    if (spanId === undefined) return;
    const status = isTrue(raw, 'is_error') ? 'error' : 'ok';
    const usage = readProviderUsage(raw.model_usage);
    this.#patch(spanId, {endUs, status, usage, unfinished: false}, at, out);
    if (request?.spanId !== spanId) return;
    this.#request = undefined;
    if (request.parts.length === 0) return;
    this.#transcript.answer(spanId, [{role: 'assistant', parts: request.parts}], at, out);
  }

  /** What comes between start and end of a request is its reply. */
  #said(part: MessagePart): void {
    this.#request?.parts.push(part);
  }

  #toolUse(raw: JsonObject, startUs: number | undefined, at: Locator, out: Fact[]): void {
    const spanId = textOf(raw, 'id');
    if (spanId === undefined) return;
    const name = textOf(raw, 'name') ?? 'tool';
    this.#said(normalisePart({...pickFields(raw, ['id', 'name', 'input']), type: 'tool_use'}));
    if (this.#open.size < MAX_OPEN) this.#open.add(spanId);
    this.#span(
      {
        spanId,
        kind: 'tool',
        name,
        toolName: name,
        toolCallId: spanId,
        startUs,
        input: raw.input,
        roundId: this.#request?.spanId,
        attributes: pickFields(raw, ['mcp_server_name', 'evaluated_permission']),
      },
      at,
      out,
    );
  }

  #toolResult(raw: JsonObject, endUs: number | undefined, at: Locator, out: Fact[]): void {
    const keys = ['tool_use_id', 'mcp_tool_use_id', 'custom_tool_use_id'];
    const id = keys.map((key) => textOf(raw, key)).find((key) => key !== undefined);
    if (id === undefined) return;
    const isError = isTrue(raw, 'is_error') ? true : undefined;
    const content = raw.content;
    const result = content === undefined || content === null ? undefined : flattenResult(content);
    const part = compact<MessagePart & {kind: 'tool-result'}>({
      kind: 'tool-result',
      id,
      result,
      isError,
    });
    this.#transcript.hear({role: 'tool', parts: [part]}, at, out);
    if (!this.#open.delete(id)) {
      const message = 'the result of a tool call that is not in the log';
      this.#oddities.note({code: 'result-without-call', severity: 'notice', message, at});
      return;
    }
    const status = isError === true ? 'error' : 'ok';
    this.#patch(id, {endUs, status, output: result, unfinished: false}, at, out);
  }

  #error(raw: JsonObject, timeUs: number | undefined, at: Locator, out: Fact[]): void {
    const error = objectOf(raw, 'error') ?? {};
    const said = textOf(error, 'message') ?? textOf(error, 'type') ?? 'session error';
    const name = textOf(error, 'type') ?? 'session.error';
    this.#tell({kind: 'exception', name, timeUs, text: said}, {}, at, out);
    const traceId = this.#traceId;
    out.push({
      kind: 'verdict',
      verdict: {traceId, kind: 'failure', said, saidBy: 'session.error'},
      at,
    });
  }

  /** Statuses, confirmations and threads change the state; anything else is unknown and kept as such. */
  #state(
    type: string,
    raw: JsonObject,
    timeUs: number | undefined,
    at: Locator,
    out: Fact[],
  ): void {
    if (!/^session\.|^user\.|^agent\.thread/.test(type)) {
      this.#oddities.noteUnknown('events', type, at);
      return;
    }
    const reason = textOf(objectOf(raw, 'stop_reason') ?? {}, 'type') ?? textOf(raw, 'result');
    const spanId = textOf(raw, 'tool_use_id');
    const text = [reason, textOf(raw, 'deny_message')].filter((t) => t !== undefined).join(': ');
    const event = {
      kind: 'state',
      name: type,
      timeUs,
      text: text === '' ? undefined : text,
    } as const;
    this.#tell(spanId === undefined ? event : {...event, spanId}, raw, at, out);
  }

  #tell(
    event: {readonly [K in keyof SpanEventDraft]?: SpanEventDraft[K] | undefined},
    raw: JsonObject,
    at: Locator,
    out: Fact[],
  ): void {
    const agentName = textOf(raw, 'agent_name');
    const {kind = 'log', name = 'event', spanId = this.#traceId, ...rest} = event;
    const traceId = this.#traceId;
    const draft = {traceId, spanId, kind, name, agentName, ...rest};
    out.push({kind: 'event', event: compact<SpanEventDraft>(draft), at});
  }

  #span(
    fields: {readonly [K in keyof SpanDraft]?: SpanDraft[K] | undefined},
    at: Locator,
    out: Fact[],
  ): void {
    const {spanId = '', kind = 'other', name = '', ...rest} = fields;
    const traceId = this.#traceId;
    const own = {traceId, parentId: traceId, unfinished: true, status: 'unset'} as const;
    out.push({kind: 'span', span: compact<SpanDraft>({...own, spanId, kind, name, ...rest}), at});
  }

  #patch(
    spanId: string,
    fields: {readonly [K in keyof SpanDraft]?: SpanDraft[K] | undefined},
    at: Locator,
    out: Fact[],
  ): void {
    const traceId = this.#traceId;
    out.push({kind: 'span-patch', traceId, spanId, patch: compact<Partial<SpanDraft>>(fields), at});
  }
}
