import type {JsonObject, Locator, MessagePart} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../common/fields.js';
import {normaliseMessage} from '../common/messages/message.js';
import {toolCall} from '../common/messages/part.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {isoToUs} from '../common/time.js';

/** Lines that repeat what others say, or are about the terminal only. */
const NOISE = new Set([
  'session.info',
  'session.usage_checkpoint',
  'session.auto_mode_resolved',
  'session.resume',
  'session.model_change',
  'session.idle',
  'hook.start',
  'hook.end',
  'assistant.turn_start',
  'assistant.turn_end',
  'assistant.reasoning',
]);

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

class CopilotReading implements LineReading {
  readonly facts: AgentSession['facts'] = [];
  #session: AgentSession | undefined;
  #id: string | undefined;
  #model: string | undefined;
  /** Sub-agents by the call that started them. */
  readonly #agents = new Map<string, string>();

  read(value: JsonObject, at: Locator): boolean {
    const type = textOf(value, 'type');
    const data = objectOf(value, 'data');
    if (type === undefined || data === undefined) return false;
    if (type === 'session.start') this.#id ??= textOf(data, 'sessionId');
    const session = this.#current();
    const timeUs = isoToUs(getField(value, 'timestamp'))?.us;
    this.#model = textOf(data, 'newModel') ?? textOf(data, 'selectedModel') ?? this.#model;
    const known =
      NOISE.has(type) ||
      this.#readTalk(type, data, {at, timeUs}) ||
      this.#readRun(type, data, {at, timeUs});
    if (!known) session.oddities.noteUnknown('lines', type, at);
    this.facts.push(...session.facts.splice(0));
    return true;
  }

  finish(last: Locator): void {
    const session = this.#session;
    if (session === undefined) return;
    session.finish(last, {sessionId: this.#id});
    this.facts.push(...session.facts.splice(0), ...session.oddities.take());
  }

  #current(): AgentSession {
    this.#session ??= new AgentSession({traceId: this.#id ?? 'session', agentName: 'copilot'});
    return this.#session;
  }

  #readTalk(type: string, data: JsonObject, {at, timeUs}: When): boolean {
    const session = this.#current();
    const content = getField(data, 'content') ?? '';
    switch (type) {
      case 'user.message':
        session.userTurn(normaliseMessage({role: 'user', content}), at, {timeUs});
        return true;
      case 'system.message':
        session.hear(normaliseMessage({role: 'system', content}), at);
        return true;
      case 'system.notification': {
        const message = normaliseMessage({role: 'user', content});
        session.userTurn({...message, synthetic: true}, at, {timeUs, name: type});
        return true;
      }
      case 'assistant.message':
        this.#readReply(data, {at, timeUs});
        return true;
      case 'tool.execution_start':
        session.call(
          {
            id: textOf(data, 'toolCallId'),
            name: textOf(data, 'toolName') ?? 'unknown',
            input: getField(data, 'arguments'),
            startUs: timeUs,
            ...this.#under(data),
          },
          at,
        );
        return true;
      case 'tool.execution_complete':
        this.#readResult(data, {at, timeUs});
        return true;
      default:
        return false;
    }
  }

  #readRun(type: string, data: JsonObject, {at, timeUs}: When): boolean {
    const session = this.#current();
    switch (type) {
      case 'session.start':
        session.begin(at, {
          startUs: timeUs,
          attributes: pickFields(data, ['copilotVersion', 'context']),
        });
        return true;
      case 'session.error': {
        const text = textOf(data, 'message');
        const name = textOf(data, 'errorType') ?? 'error';
        session.event({kind: 'exception', name, text, timeUs}, at);
        return true;
      }
      case 'abort':
        session.verdict(
          {kind: 'other', said: textOf(data, 'reason') ?? 'abort', saidBy: 'Copilot abort', timeUs},
          at,
        );
        return true;
      case 'session.truncation':
      case 'session.compaction_complete':
        session.event(
          {
            kind: 'compaction',
            name: type.slice('session.'.length),
            timeUs,
            tokensBefore:
              numberOf(data, 'preTruncationTokensInMessages') ??
              numberOf(data, 'preCompactionTokens'),
            tokensAfter: numberOf(data, 'postTruncationTokensInMessages'),
          },
          at,
        );
        return true;
      case 'subagent.started':
        this.#startAgent(data, {at, timeUs});
        return true;
      case 'subagent.completed':
      case 'subagent.failed': {
        const id = this.#agents.get(textOf(data, 'toolCallId') ?? '');
        const status = type === 'subagent.failed' ? 'error' : undefined;
        if (id !== undefined) session.patch(id, {endUs: timeUs, unfinished: false, status}, at);
        return true;
      }
      case 'session.shutdown':
        session.patch(
          session.rootId,
          {
            endUs: timeUs,
            attributes: pickFields(data, ['shutdownType', 'modelMetrics', 'tokenDetails']),
          },
          at,
        );
        return true;
      default:
        return false;
    }
  }

  #readReply(data: JsonObject, {at, timeUs}: When): void {
    const parts: MessagePart[] = [];
    const reasoning = textOf(data, 'reasoningText');
    if (reasoning !== undefined) parts.push({kind: 'reasoning', text: reasoning});
    const text = textOf(data, 'content');
    if (text !== undefined) parts.push({kind: 'text', text});
    const requests = getField(data, 'toolRequests');
    for (const request of isArray(requests) ? requests : []) {
      const {toolCallId: id, ...rest} = isObject(request) ? request : {};
      const part = toolCall({...rest, ...(id === undefined ? {} : {id})});
      if (part !== undefined) parts.push(part);
    }
    const outputTokens = numberOf(data, 'outputTokens');
    const under = this.#under(data);
    this.#current().reply(
      {
        spanId: textOf(data, 'messageId'),
        endUs: timeUs,
        model: textOf(data, 'model') ?? this.#model,
        usage: outputTokens === undefined ? undefined : {outputTokens, source: 'reported'},
        attributes: pickFields(data, ['turnId', 'apiCallId']),
        ...under,
        isApart: under.agentId !== undefined,
        message: {role: 'assistant', parts},
      },
      at,
    );
  }

  #readResult(data: JsonObject, {at, timeUs}: When): void {
    const result = objectOf(data, 'result');
    const error = objectOf(data, 'error');
    const id = textOf(data, 'toolCallId');
    const output =
      (result === undefined ? undefined : getField(result, 'content')) ??
      (error === undefined ? undefined : textOf(error, 'message'));
    const failed = getField(data, 'success') === false;
    const message = normaliseMessage({
      role: 'tool',
      tool_call_id: id ?? '',
      content: output ?? null,
    });
    this.#current().result(
      {
        id,
        output: output ?? undefined,
        endUs: timeUs,
        status: failed ? 'error' : isTrue(data, 'success') ? 'ok' : undefined,
        statusMessage: error === undefined ? undefined : textOf(error, 'message'),
        errorType: error === undefined ? undefined : textOf(error, 'code'),
      },
      at,
      textOf(data, 'parentToolCallId') === undefined ? message : undefined,
    );
  }

  #startAgent(data: JsonObject, {at, timeUs}: When): void {
    const session = this.#current();
    const callId = textOf(data, 'toolCallId');
    const name = textOf(data, 'agentName') ?? 'sub-agent';
    if (callId === undefined) return;
    const spanId = `agent:${callId}`;
    this.#agents.set(callId, spanId);
    session.begin(at);
    session.facts.push({
      kind: 'span',
      span: compact({
        traceId: session.traceId,
        spanId,
        parentId: `call:${callId}`,
        kind: 'agent' as const,
        name,
        agentName: name,
        agentId: callId,
        startUs: timeUs,
        unfinished: true,
      }),
      at,
    });
  }

  /** What a sub-agent does hangs under it. */
  #under(data: JsonObject): {readonly parentId?: string; readonly agentId?: string} {
    const callId = textOf(data, 'parentToolCallId');
    const agent = callId === undefined ? undefined : this.#agents.get(callId);
    return callId === undefined || agent === undefined ? {} : {parentId: agent, agentId: callId};
  }
}

export const parse = parseSessionLines(() => new CopilotReading(), 'a line with type and data');
