import type {Fact, JsonObject, JsonValue, Locator, Message, MessagePart} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {AgentSession, toText} from '../common/agent-session.js';
import {objectOf, omitFields, textOf} from '../common/fields.js';
import {readUsage} from '../common/langchain/usage.js';
import {normaliseMessage} from '../common/messages/message.js';
import {toolCall} from '../common/messages/part.js';
import {readTime} from '../common/plain-time.js';
import {readProviderUsage} from '../common/provider-usage.js';
import {pushScore} from '../common/score-verdict.js';
import type {ListNumbers} from '../common/transcript.js';
import {unfold} from '../common/unfold.js';
import {codeOf, readExecution} from './code-execution.js';
import {isReplyItem, openLangChain, openResultItem} from './dumps.js';
import {roleOf, speakerOf} from './shape.js';

/** Speakers that are no model: people, and the harness in their place. */
const PEOPLE = /^(?:user|human|admin|customer)$|user[ _-]?proxy|proxy[ _-]?agent/i;
const MODELS = /^(?:assistant|ai|model|gpt|gemini|bot|chatbot)$/i;
const TAKEN = [
  'role',
  'from',
  'content',
  'value',
  'name',
  'tool_calls',
  'function_call',
  'tool_responses',
  'parts',
];
const SCORES = ['reward', 'score', 'is_correct', 'correct', 'success', 'resolved', 'is_solved'];
/** Verdicts that a harness said in words of its own. */
const SAID: readonly {readonly words: RegExp; readonly kind: 'stuck' | 'limit'}[] = [
  {words: /Your query or result is same from the last/, kind: 'stuck'},
  {
    words: /^(?:.{0,80})(?:maximum (?:number of )?(?:consecutive auto-repl|turns|rounds))/i,
    kind: 'limit',
  },
];

/** One conversation, message by message. Each speaker that is a model is an agent of its own. */
export class Chat {
  readonly #session: AgentSession;
  readonly facts: Fact[];
  readonly #agents = new Set<string>();
  #code: string | undefined;
  /** Items of the reply that the Responses API is in the middle of. */
  readonly #items: JsonObject[] = [];
  #itemsAt: When | undefined;

  constructor(traceId: string, numbers: ListNumbers) {
    this.#session = new AgentSession({traceId, agentName: 'chat', numbers});
    this.facts = this.#session.facts;
  }

  read(value: JsonObject, at: Locator): void {
    const time = ['timestamp', 'ts', 'created_at', 'time', 'created']
      .map((key) => getField(value, key))
      .find(isTime);
    const timeUs = time === undefined ? undefined : readTime(time, 'auto')?.us;
    this.#session.begin(at, {startUs: timeUs});
    if (isReplyItem(value)) {
      this.#items.push(value);
      this.#itemsAt ??= {at, timeUs};
      return;
    }
    this.#endItems();
    const dumped = openLangChain(value) ?? openResultItem(value);
    if (dumped !== undefined) {
      this.#readMessage(dumped, {at, timeUs});
      return;
    }
    const type = textOf(value, 'type');
    if (roleOf(value) === undefined && type !== undefined)
      this.#readToolLine(type, value, {at, timeUs});
    else this.#readMessage(value, {at, timeUs});
  }

  finish(
    at: Locator,
    {name, about}: {readonly name: string | undefined; readonly about: JsonObject | undefined},
  ): void {
    const session = this.#session;
    this.#endItems();
    session.patch(session.rootId, {name: name ?? undefined, attributes: about}, at);
    const {traceId} = session;
    for (const key of SCORES) {
      const value = about === undefined ? undefined : getField(about, key);
      if (typeof value !== 'number' && typeof value !== 'boolean') continue;
      pushScore({traceId, spanId: session.rootId, name: key, value, saidBy: 'log'}, at, this.facts);
    }
    session.finish(at, {name});
    this.facts.push(...session.oddities.take());
  }

  #endItems(): void {
    const when = this.#itemsAt;
    if (when === undefined) return;
    this.#itemsAt = undefined;
    const parts = this.#items.splice(0).flatMap((item) => normaliseMessage(item).parts);
    this.#readReply({}, {message: {role: 'assistant', parts}, speaker: 'assistant'}, when);
  }

  #readMessage(value: JsonObject, when: When): void {
    const {at, timeUs} = when;
    const said =
      getField(value, 'content') ?? getField(value, 'value') ?? getField(value, 'message') ?? '';
    const speaker = speakerOf(value) ?? 'unknown';
    const role = roleOf(value) ?? 'unknown';
    const message = this.#normalise({...value, role, content: said}, speaker);
    const text = toText(message) ?? '';
    for (const {words, kind} of SAID) {
      if (!words.test(text.slice(0, MAX_LOOKED_AT))) continue;
      this.#session.verdict({kind, said: text.slice(0, 200), saidBy: speaker, timeUs}, at);
    }
    if (this.#readResults(value, message, when)) return;
    const execution = this.#code === undefined ? undefined : readExecution(text);
    if (execution !== undefined) {
      const {code} = {code: this.#code};
      this.#code = undefined;
      this.#session.call({name: 'code_execution', input: code, startUs: undefined}, at);
      this.#session.result({name: 'code_execution', ...execution, endUs: timeUs}, at, message);
      return;
    }
    if (PEOPLE.test(speaker) && !isModelReply(value)) {
      this.#session.userTurn(message, at, {timeUs});
      return;
    }
    if (role === 'system' || role === 'developer') {
      this.#session.hear(message, at);
      return;
    }
    this.#code = codeOf(text);
    this.#readReply(value, {message, speaker}, when);
  }

  #normalise(value: JsonObject, speaker: string): Message {
    const message = normaliseMessage(value);
    const role = MODELS.test(message.role)
      ? 'assistant'
      : PEOPLE.test(message.role)
        ? 'user'
        : message.role;
    return speaker === message.role ? {...message, role} : {...message, role, name: speaker};
  }

  /** `tool` messages, and AutoGen's list of `tool_responses`. True where the message was nothing else. */
  #readResults(value: JsonObject, message: Message, {at, timeUs}: When): boolean {
    const list = getField(value, 'tool_responses');
    const results: readonly JsonValue[] = list !== undefined && isArray(list) ? list : [];
    for (const raw of results) {
      if (!isObject(raw)) continue;
      const part = normaliseMessage({...raw, role: 'tool'});
      this.#session.result(
        {id: textOf(raw, 'tool_call_id'), output: getField(raw, 'content'), endUs: timeUs},
        at,
        part,
      );
    }
    if (results.length > 0) return true;
    if (this.#readParts(message, {at, timeUs})) return true;
    if (message.role !== 'tool' && message.role !== 'function') return false;
    const id = textOf(value, 'tool_call_id');
    const name = id === undefined ? textOf(value, 'name') : undefined;
    this.#session.result(
      {id, name, output: getField(value, 'content'), endUs: timeUs},
      at,
      message,
    );
    return true;
  }

  /** Results as parts of a message, joined by their ids: Anthropic's blocks, parts of the AI SDK. */
  #readParts(message: Message, {at, timeUs}: When): boolean {
    const results = message.parts.filter((part) => part.kind === 'tool-result');
    if (message.role === 'assistant' || results.every(({id}) => id === undefined)) return false;
    for (const [index, {id, result: output, isError}] of results.entries()) {
      const status = isError === true ? ('error' as const) : undefined;
      const told = {id, output, status, endUs: timeUs};
      this.#session.result(told, at, index === 0 ? message : undefined);
    }
    const text = message.role === 'user' ? toText(message) : undefined;
    if (text !== undefined && text.trim() !== '') {
      this.#session.event({kind: 'user-turn', name: 'user', text, timeUs}, at);
    }
    return true;
  }

  #readReply(
    value: JsonObject,
    told: {readonly message: Message; readonly speaker: string},
    {at, timeUs}: When,
  ): void {
    const {message, speaker} = told;
    const session = this.#session;
    const agent = MODELS.test(speaker) ? undefined : speaker;
    if (agent !== undefined && !this.#agents.has(agent)) this.#startAgent(agent, at);
    const usage = getField(value, 'usage');
    const counted = objectOf(value, 'usage_metadata');
    session.reply(
      {
        message,
        endUs: timeUs,
        model: textOf(value, 'model'),
        agentName: agent,
        agentId: agent,
        parentId: agent === undefined ? session.rootId : agentSpan(agent),
        usage:
          counted === undefined
            ? readProviderUsage(usage)
            : readUsage({}, {usage_metadata: counted}, undefined),
        attributes: omitFields(value, TAKEN),
      },
      at,
    );
    this.#readUiResults(value, {at, timeUs});
  }

  /** Results that stand in the part of their call: messages of the AI SDK's user interface. */
  #readUiResults(value: JsonObject, {at, timeUs}: When): void {
    const parts = getField(value, 'parts');
    for (const part of parts !== undefined && isArray(parts) ? parts : []) {
      if (!isObject(part)) continue;
      const id = textOf(part, 'toolCallId');
      const state = textOf(part, 'state') ?? '';
      if (id === undefined || !state.startsWith('output-')) continue;
      const error = textOf(part, 'errorText');
      const status = state === 'output-error' ? ('error' as const) : ('ok' as const);
      const output = getField(part, 'output') ?? error;
      this.#session.result({id, output, status, statusMessage: error, endUs: timeUs}, at);
    }
  }

  #startAgent(name: string, at: Locator): void {
    this.#agents.add(name);
    const {traceId, rootId} = this.#session;
    const ids = {traceId, spanId: agentSpan(name), parentId: rootId};
    const span = {
      ...ids,
      kind: 'agent' as const,
      name,
      agentName: name,
      agentId: name,
      derivedId: true,
    };
    this.facts.push({kind: 'span', span, at});
  }

  #readToolLine(type: string, value: JsonObject, {at, timeUs}: When): void {
    const session = this.#session;
    if (type === 'error') {
      session.event(
        {
          kind: 'exception',
          name: 'error',
          text: textOf(value, 'text') ?? textOf(value, 'message'),
          timeUs,
        },
        at,
      );
    } else if (type.endsWith('_call')) {
      const args = getField(value, 'arguments');
      const call = toolCall(value);
      const name = call?.kind === 'tool-call' ? call.name : 'unknown';
      const input = args === undefined ? undefined : unfold(args);
      session.call({id: textOf(value, 'id'), name, input, startUs: timeUs}, at);
      const part: MessagePart = {
        kind: 'tool-call',
        name,
        ...(input === undefined ? {} : {args: input}),
      };
      session.hear({role: 'assistant', parts: [part]}, at);
    } else {
      const name = textOf(value, 'name');
      const output =
        getField(value, 'result') ?? getField(value, 'output') ?? getField(value, 'content');
      const part = {kind: 'tool-result' as const, ...(name === undefined ? {} : {name})};
      const message: Message = {
        role: 'tool',
        parts: [output === undefined ? part : {...part, result: output}],
      };
      session.result({id: textOf(value, 'id'), name, output, endUs: timeUs}, at, message);
    }
  }
}

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

/** Characters of a message looked at for words of a harness. */
const MAX_LOOKED_AT = 400;

function agentSpan(name: string): string {
  return `agent:${name}`;
}

/** A proxy may be driven by a model: then its message carries calls or usage. */
function isModelReply(value: JsonObject): boolean {
  return getField(value, 'tool_calls') !== undefined || getField(value, 'usage') !== undefined;
}

function isTime(value: JsonValue | undefined): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
