import type {Fact, JsonObject, JsonValue, Locator, Message, MessagePart, Usage} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {flattenResult, normalisePart} from '../common/messages/part.js';
import {isPlaceholder} from '../common/placeholder.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {isoToUs} from '../common/time.js';
import {toUsage} from '../common/usage.js';
import {readTelemetry} from './telemetry.js';

interface Pending {
  readonly uuid: string | undefined;
  readonly at: Locator;
  readonly startUs: number | undefined;
  readonly parts: MessagePart[];
  timeUs: number | undefined;
  model: string | undefined;
  usage: Usage | undefined;
  raw: JsonObject;
}

/** Lines of one session; a reply may come in several lines of one uuid. */
class QwenReading implements LineReading {
  readonly #session = new AgentSession({traceId: 'session', agentName: 'qwen-code'});
  readonly facts: Fact[] = this.#session.facts;
  #reply: Pending | undefined;
  #sessionId: string | undefined;
  /** When the model was asked: the time of the line before the reply. */
  #askedUs: number | undefined;
  #branches = 0;

  read(value: JsonObject, at: Locator): boolean {
    const type = textOf(value, 'type');
    if (type === undefined) return false;
    const timeUs = isoToUs(getField(value, 'timestamp'))?.us;
    this.#sessionId ??= knownId(value, 'sessionId');
    const attributes = pickFields(value, ['cwd', 'version', 'gitBranch']);
    this.#session.begin(at, {startUs: timeUs, attributes});
    if (type === 'assistant') {
      this.#readReply(value, at, timeUs);
      return true;
    }
    this.#endReply();
    this.#askedUs = timeUs;
    switch (type) {
      case 'user':
        this.#readUser(value, at, timeUs);
        return true;
      case 'tool_result':
        this.#readResult(value, at, timeUs);
        return true;
      case 'system':
        this.#readSystem(value, at, timeUs);
        return true;
      default:
        this.#session.oddities.noteUnknown('lines', type, at);
        return true;
    }
  }

  finish(last: Locator): void {
    this.#endReply();
    this.#session.finish(last, {sessionId: this.#sessionId});
    this.facts.push(...this.#session.oddities.take());
  }

  #readReply(value: JsonObject, at: Locator, timeUs: number | undefined): void {
    const uuid = knownId(value, 'uuid');
    if (this.#reply === undefined || uuid === undefined || this.#reply.uuid !== uuid) {
      this.#endReply();
      const startUs = this.#askedUs;
      this.#reply = {
        uuid,
        at,
        startUs,
        parts: [],
        timeUs,
        model: undefined,
        usage: undefined,
        raw: {},
      };
    }
    const reply = this.#reply;
    reply.parts.push(...readParts(value));
    reply.timeUs = timeUs ?? reply.timeUs;
    reply.model = textOf(value, 'model') ?? reply.model;
    const usage = objectOf(value, 'usageMetadata');
    if (usage !== undefined) {
      reply.usage = toGeminiUsage(usage) ?? reply.usage;
      reply.raw = {...reply.raw, usageMetadata: usage};
    }
    reply.raw = {...reply.raw, ...pickFields(value, ['contextWindowSize', 'isApiError', 'error'])};
  }

  #endReply(): void {
    const reply = this.#reply;
    if (reply === undefined) return;
    this.#reply = undefined;
    const message: Message = {role: 'assistant', parts: reply.parts};
    const fields = {
      spanId: reply.uuid,
      startUs: reply.startUs,
      endUs: reply.timeUs,
      model: reply.model,
      usage: reply.usage,
      branch: this.#branches === 0 ? undefined : `rewind-${String(this.#branches)}`,
      contextWindow: numberOf(reply.raw, 'contextWindowSize') || undefined,
      attributes: reply.raw,
    };
    this.#session.reply({...fields, message}, reply.at);
    if (reply.timeUs !== undefined) this.#askedUs = reply.timeUs;
  }

  #readUser(value: JsonObject, at: Locator, timeUs: number | undefined): void {
    const parts = readParts(value);
    const subtype = textOf(value, 'subtype');
    const synthetic = subtype === 'notification' || isTrue(value, 'isMeta');
    const message: Message = synthetic ? {role: 'user', parts, synthetic} : {role: 'user', parts};
    this.#session.userTurn(message, at, subtype === undefined ? {timeUs} : {timeUs, name: subtype});
  }

  #readResult(value: JsonObject, at: Locator, timeUs: number | undefined): void {
    const told = objectOf(value, 'toolCallResult') ?? {};
    const failed = /^(?:error|cancelled)$/.test(textOf(told, 'status') ?? '');
    const error = textOf(objectOf(told, 'error') ?? {}, 'message') ?? textOf(told, 'error');
    const parts = readParts(value);
    const results = parts.filter((part) => part.kind === 'tool-result');
    for (const part of results) {
      const result = {
        id: part.id ?? textOf(told, 'callId'),
        output: part.result === undefined ? undefined : toOutput(part.result),
        endUs: timeUs,
        status: failed || part.isError === true ? ('error' as const) : ('ok' as const),
        statusMessage: error,
      };
      this.#session.result(result, at, {role: 'tool', parts: [part]});
    }
    if (results.length > 0) return;
    const id = textOf(told, 'callId');
    const output = getField(told, 'resultDisplay');
    this.#session.result(
      {id, output, endUs: timeUs, status: failed ? 'error' : 'ok', statusMessage: error},
      at,
    );
  }

  #readSystem(value: JsonObject, at: Locator, timeUs: number | undefined): void {
    const subtype = textOf(value, 'subtype') ?? 'system';
    const payload = objectOf(value, 'systemPayload') ?? {};
    switch (subtype) {
      case 'ui_telemetry':
        readTelemetry(this.#session, objectOf(payload, 'uiEvent') ?? {}, {at, timeUs});
        return;
      case 'chat_compression': {
        const info = objectOf(payload, 'info') ?? {};
        const tokensBefore = numberOf(info, 'originalTokenCount');
        const tokensAfter = numberOf(info, 'newTokenCount');
        this.#session.event(
          {kind: 'compaction', name: subtype, timeUs, tokensBefore, tokensAfter},
          at,
        );
        this.#session.transcript.forget();
        return;
      }
      case 'rewind':
        // What was said since the target is no longer given to the model.
        this.#branches++;
        this.#session.event({kind: 'state', name: subtype, timeUs, attributes: payload}, at);
        this.#session.transcript.forget();
        return;
      default:
        this.#session.event({kind: 'log', name: subtype, timeUs, attributes: payload}, at);
    }
  }
}

function readParts(value: JsonObject): readonly MessagePart[] {
  const parts = getField(objectOf(value, 'message') ?? {}, 'parts');
  return isArray(parts) ? parts.map(normalisePart) : [];
}

/** Gemini wraps a result as `{output}` or `{error}`. */
function toOutput(result: JsonValue): JsonValue {
  if (!isObject(result)) return flattenResult(result);
  const inner = getField(result, 'output') ?? getField(result, 'error');
  return inner === undefined || Object.keys(result).length !== 1 ? result : inner;
}

/** `promptTokenCount` includes cached tokens, `candidatesTokenCount` leaves thoughts out where the total says so. */
function toGeminiUsage(raw: JsonObject): Usage | undefined {
  return toUsage({
    input: numberOf(raw, 'promptTokenCount'),
    output: numberOf(raw, 'candidatesTokenCount'),
    cachedRead: numberOf(raw, 'cachedContentTokenCount'),
    reasoning: numberOf(raw, 'thoughtsTokenCount'),
    total: numberOf(raw, 'totalTokenCount'),
  });
}

/** Ids that were trimmed out of an export are no ids. */
function knownId(value: JsonObject, key: string): string | undefined {
  const id = textOf(value, key);
  return id === undefined || isPlaceholder(id) ? undefined : id;
}

export const parse = parseSessionLines(() => new QwenReading(), 'a line with a type');
