import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  Message,
  MessagePart,
  SpanDraft,
} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {contentMessage} from '../common/messages/payload.js';
import {toolCall} from '../common/messages/part.js';
import {isoToUs} from '../common/time.js';
import type {ListNumbers} from '../common/transcript.js';
import {toUsage} from '../common/usage.js';

const PEOPLE = /^(?:user|human|user[ _-]?proxy|input)/i;
/** Reasons with which a termination condition says that a limit was hit. */
const LIMIT = /maximum number|max(?:imum)?[ _-]?(?:turns|messages)|timeout|token(?: usage)? limit/i;

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

/** The messages of one team run. An agent's reply is the message that carries its usage, or its text. */
export class TeamRun {
  readonly #session: AgentSession;
  readonly facts: Fact[];
  readonly #agents = new Set<string>();
  #thought: {readonly source: string; readonly text: string} | undefined;

  constructor(traceId: string, numbers: ListNumbers) {
    this.#session = new AgentSession({traceId, agentName: 'team', numbers});
    this.facts = this.#session.facts;
  }

  read(value: JsonObject, at: Locator): void {
    const timeUs = isoToUs(getField(value, 'created_at'))?.us;
    this.#session.begin(at, {startUs: timeUs});
    const when = {at, timeUs};
    const source = textOf(value, 'source') ?? 'unknown';
    const type = textOf(value, 'type') ?? '';
    switch (type) {
      case 'ModelClientStreamingChunkEvent':
        return;
      case 'ThoughtEvent':
        this.#thought = {source, text: textOf(value, 'content') ?? ''};
        return;
      case 'ToolCallRequestEvent':
      case 'CodeGenerationEvent':
        this.#reply(value, source, when);
        return;
      case 'ToolCallExecutionEvent':
        this.#readResults(value, when);
        return;
      case 'CodeExecutionEvent':
        this.#readExecution(value, when);
        return;
      case 'HandoffMessage':
        this.#handoff(value, source, when);
        return;
      case 'StopMessage':
        this.#hear(value, source, when);
        this.stop(textOf(value, 'content') ?? 'stop', at);
        return;
      case 'ToolCallSummaryMessage':
      case 'MemoryQueryEvent':
        this.#hear(value, source, when);
        return;
      case 'UserInputRequestedEvent':
        this.#session.event({kind: 'state', name: type, timeUs}, at);
        return;
      default:
        this.#readText(value, source, when);
    }
  }

  stop(reason: string, at: Locator): void {
    const kind = LIMIT.test(reason) ? ('limit' as const) : ('other' as const);
    this.#session.verdict({kind, said: reason.slice(0, 500), saidBy: 'AutoGen stop_reason'}, at);
  }

  finish(at: Locator): void {
    // The team itself is no agent: its members are.
    this.#session.patch(this.#session.rootId, {kind: 'chain'}, at);
    this.#session.finish(at);
    this.facts.push(...this.#session.oddities.take());
  }

  #readText(value: JsonObject, source: string, when: When): void {
    const {at, timeUs} = when;
    const hasUsage = objectOf(value, 'models_usage') !== undefined;
    if (PEOPLE.test(source) && !hasUsage) {
      this.#session.userTurn({...contentMessage('user', toContent(value)), name: source}, at, {
        timeUs,
      });
    } else this.#reply(value, source, when);
  }

  #reply(value: JsonObject, source: string, {at, timeUs}: When): void {
    const parts: MessagePart[] = [];
    if (this.#thought?.source === source) parts.push({kind: 'reasoning', text: this.#thought.text});
    this.#thought = undefined;
    const content = getField(value, 'content');
    if (
      textOf(value, 'type') === 'ToolCallRequestEvent' &&
      content !== undefined &&
      isArray(content)
    ) {
      for (const raw of content) {
        const part = isObject(raw) ? toolCall(raw) : undefined;
        parts.push(part ?? {kind: 'other', value: raw});
      }
    } else parts.push(...contentMessage('assistant', toContent(value)).parts);
    const message: Message = {role: 'assistant', name: source, parts};
    const usage = objectOf(value, 'models_usage') ?? {};
    this.#session.reply(
      {
        spanId: textOf(value, 'id'),
        parentId: this.#agentSpan(source, at),
        agentName: source,
        agentId: source,
        startUs: timeUs,
        usage: toUsage({
          input: numberOf(usage, 'prompt_tokens'),
          output: numberOf(usage, 'completion_tokens'),
        }),
        attributes: pickFields(value, ['metadata', 'retry_attempt', 'type']),
        message,
      },
      at,
    );
  }

  #readResults(value: JsonObject, {at, timeUs}: When): void {
    const content = getField(value, 'content');
    for (const raw of content !== undefined && isArray(content) ? content : []) {
      if (!isObject(raw)) continue;
      const id = textOf(raw, 'call_id');
      const output = getField(raw, 'content');
      const isError = isTrue(raw, 'is_error');
      const part = compact<MessagePart & {kind: 'tool-result'}>({
        kind: 'tool-result',
        id,
        name: textOf(raw, 'name'),
        result: output,
        isError: isError ? true : undefined,
      });
      const status = isError ? ('error' as const) : 'is_error' in raw ? ('ok' as const) : undefined;
      this.#session.result({id, output, endUs: timeUs, status}, at, {role: 'tool', parts: [part]});
    }
  }

  #readExecution(value: JsonObject, {at, timeUs}: When): void {
    const result = objectOf(value, 'result') ?? {};
    const exit = numberOf(result, 'exit_code');
    const output = getField(result, 'output');
    this.#session.call({name: 'code_execution', startUs: undefined}, at);
    const failed = exit !== undefined && exit !== 0;
    const told = failed
      ? {status: 'error' as const, errorType: `exit ${String(exit)}`}
      : {status: 'ok' as const};
    const message = contentMessage('tool', output ?? '');
    this.#session.result({name: 'code_execution', output, endUs: timeUs, ...told}, at, message);
  }

  #handoff(value: JsonObject, source: string, {at, timeUs}: When): void {
    const target = textOf(value, 'target') ?? 'unknown';
    const {traceId, rootId} = this.#session;
    const message = contentMessage('assistant', toContent(value));
    const span = compact<SpanDraft>({
      traceId,
      spanId: `handoff:${textOf(value, 'id') ?? String(at.kind === 'row' ? at.rowid : (at.offset ?? 0))}${at.kind === 'row' ? '' : (at.pointer ?? '')}`,
      parentId: PEOPLE.test(source) ? rootId : this.#agentSpan(source, at),
      kind: 'handoff',
      name: `handoff to ${target}`,
      agentName: source,
      startUs: timeUs,
      input: target,
      derivedId: true,
    });
    this.facts.push({kind: 'span', span, at});
    this.#session.hear({...message, name: source}, at);
  }

  #hear(value: JsonObject, source: string, {at}: When): void {
    this.#session.hear({...contentMessage('assistant', toContent(value)), name: source}, at);
  }

  #agentSpan(name: string, at: Locator): string {
    const spanId = `agent:${name}`;
    if (this.#agents.has(name)) return spanId;
    this.#agents.add(name);
    const {traceId, rootId} = this.#session;
    const ids = {traceId, spanId, parentId: rootId, kind: 'agent' as const};
    this.facts.push({
      kind: 'span',
      span: {...ids, name, agentName: name, agentId: name, derivedId: true},
      at,
    });
    return spanId;
  }
}

function toContent(value: JsonObject): JsonValue {
  return getField(value, 'content') ?? '';
}
