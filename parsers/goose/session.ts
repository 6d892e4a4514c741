import type {Fact, JsonObject, JsonValue, Locator, Message, MessagePart} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {numberOf, objectOf, omitFields, pickFields, textOf} from '../common/fields.js';
import {flattenResult, normalisePart} from '../common/messages/part.js';
import {isoToUs, secondsToUs} from '../common/time.js';
import type {ListNumbers} from '../common/transcript.js';
import {toUsage} from '../common/usage.js';

const COMPACTIONS = new Set(['conversationCompacted', 'summarizationRequested']);

/** One session: assistant messages are replies, `toolRequest` and `toolResponse` its calls, joined by id. */
export class GooseSession {
  readonly #session: AgentSession;
  readonly facts: Fact[];
  #sessionId: string | undefined;
  #isStarted = false;

  constructor(traceId: string, numbers: ListNumbers) {
    this.#session = new AgentSession({traceId, agentName: 'goose', numbers});
    this.facts = this.#session.facts;
  }

  /** The session itself: a row, the first line, or what stands around `conversation`. */
  about(value: JsonObject, at: Locator): void {
    this.#isStarted = true;
    this.#sessionId ??= textOf(value, 'id');
    const session = this.#session;
    session.begin(at);
    const input = numberOf(value, 'accumulated_input_tokens') ?? undefined;
    const output = numberOf(value, 'accumulated_output_tokens') ?? undefined;
    const type = textOf(value, 'session_type');
    session.patch(
      session.rootId,
      {
        startUs: isoToUs(getField(value, 'created_at'))?.us,
        // Messages carry no counts; the session sums those of all calls.
        usage: toUsage({input, output}),
        attributes: omitFields(value, ['conversation', 'extension_data', 'recipe_json', 'recipe']),
      },
      at,
    );
    if (type === 'sub_agent') {
      session.event(
        {kind: 'agent-start', name: 'sub-agent session', text: textOf(value, 'name')},
        at,
      );
    }
  }

  message(value: JsonObject, at: Locator): void {
    this.#isStarted = true;
    const session = this.#session;
    const timeUs = secondsToUs(getField(value, 'created'));
    const content = getField(value, 'content');
    const parts: readonly JsonValue[] = content !== undefined && isArray(content) ? content : [];
    session.begin(at, {startUs: timeUs});
    const said: MessagePart[] = [];
    for (const raw of parts) {
      if (!isObject(raw)) continue;
      const type = textOf(raw, 'type') ?? '';
      if (type === 'toolResponse') this.#readResponse(raw, at, timeUs);
      else if (COMPACTIONS.has(type)) {
        session.event({kind: 'compaction', name: type, text: textOf(raw, 'msg'), timeUs}, at);
      } else if (type === 'contextLengthExceeded') {
        session.verdict(
          {kind: 'limit', said: textOf(raw, 'msg') ?? type, saidBy: 'goose', timeUs},
          at,
        );
      } else if (type === 'systemNotification') {
        session.event({kind: 'log', name: type, text: textOf(raw, 'msg'), timeUs}, at);
      } else said.push(toPart(raw, type));
    }
    if (said.length === 0) return;
    if (textOf(value, 'role') === 'assistant') this.#reply(value, said, {at, timeUs, parts});
    else session.userTurn({role: 'user', parts: said}, at, {timeUs});
  }

  finish(at: Locator): void {
    if (!this.#isStarted) return;
    this.#session.finish(at, {sessionId: this.#sessionId});
    this.facts.push(...this.#session.oddities.take());
  }

  #reply(
    value: JsonObject,
    said: readonly MessagePart[],
    {
      at,
      timeUs,
      parts,
    }: {
      readonly at: Locator;
      readonly timeUs: number | undefined;
      readonly parts: readonly JsonValue[];
    },
  ): void {
    const message: Message = {role: 'assistant', parts: said};
    const attributes = pickFields(value, ['tokens', 'metadata']);
    this.#session.reply({spanId: textOf(value, 'id'), endUs: timeUs, attributes, message}, at);
    // A call that could not be read by goose itself never ran.
    for (const raw of parts) {
      if (!isObject(raw) || textOf(raw, 'type') !== 'toolRequest') continue;
      const call = objectOf(raw, 'toolCall') ?? {};
      if (textOf(call, 'status') !== 'error') continue;
      const told = textOf(call, 'error');
      this.#session.result(
        {id: textOf(raw, 'id'), status: 'error', statusMessage: told, endUs: timeUs},
        at,
      );
    }
  }

  #readResponse(raw: JsonObject, at: Locator, timeUs: number | undefined): void {
    const result = objectOf(raw, 'toolResult') ?? {};
    const id = textOf(raw, 'id');
    const error = textOf(result, 'error');
    const value = getField(result, 'value');
    const inner =
      value !== undefined && isObject(value) ? (getField(value, 'content') ?? value) : value;
    const isError =
      textOf(result, 'status') === 'error' ||
      (value !== undefined && isObject(value) && value.isError === true);
    const output = inner === undefined || inner === null ? error : flattenResult(inner);
    const part = compact<MessagePart & {kind: 'tool-result'}>({
      kind: 'tool-result',
      id,
      result: output,
      isError: isError ? true : undefined,
    });
    const status = isError ? 'error' : 'ok';
    const told = {id, output, status, statusMessage: error, endUs: timeUs} as const;
    this.#session.result(told, at, {role: 'tool', parts: [part]});
  }
}

function toPart(raw: JsonObject, type: string): MessagePart {
  if (type !== 'toolRequest' && type !== 'frontendToolRequest') return normalisePart(raw);
  const call = objectOf(raw, 'toolCall') ?? {};
  const value = objectOf(call, 'value') ?? call;
  return compact<MessagePart & {kind: 'tool-call'}>({
    kind: 'tool-call',
    id: textOf(raw, 'id'),
    name: textOf(value, 'name') ?? 'unknown',
    args: getField(value, 'arguments') ?? undefined,
  });
}
