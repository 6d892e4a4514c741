import type {Fact, JsonObject, JsonValue, Locator, Message, MessagePart} from '../api.js';
import {getField, isObject} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, omitFields, pickFields, textOf} from '../common/fields.js';
import {millisToUs} from '../common/time.js';
import {unfold} from '../common/unfold.js';
import {toUsage} from '../common/usage.js';

/** Cline's message types that are a call of a tool; `ask` of one is the same call, waiting for a person. */
const TOOLS: ReadonlyMap<string, string> = new Map([
  ['tool', 'tool'],
  ['command', 'execute_command'],
  ['use_mcp_server', 'use_mcp_tool'],
  ['mcp_server_request_started', 'use_mcp_tool'],
  ['browser_action', 'browser_action'],
  ['browser_action_launch', 'browser_action'],
]);
const OUTPUTS = /^(?:command_output|mcp_server_response|browser_action_result)$/;

interface Request {
  readonly spanId: string;
  readonly at: Locator;
  readonly startUs: number | undefined;
  readonly about: JsonObject;
  readonly parts: MessagePart[];
  endUs: number | undefined;
}

interface OpenTool {
  readonly name: string;
  readonly spanId: string;
  readonly key: string;
  readonly output: string[];
}

/** A request of the API is a reply; what is said and done until the next one belongs to it. */
export class Task {
  readonly #session = new AgentSession({traceId: 'task', agentName: 'cline'});
  readonly facts: Fact[] = this.#session.facts;
  #request: Request | undefined;
  #tool: OpenTool | undefined;
  #requests = 0;
  /** Results of the open request: later ones are given them after its reply. */
  #results: Message[] = [];

  read(value: JsonObject, at: Locator): void {
    const timeUs = millisToUs(getField(value, 'ts'));
    this.#session.begin(at, {startUs: timeUs});
    const type = textOf(value, 'type') ?? '';
    const what = textOf(value, type) ?? '';
    const text = textOf(value, 'text') ?? '';
    const when = {at, timeUs};
    if (what === 'api_req_started') this.#open(text, when);
    else if (TOOLS.has(what)) this.#call(what, text, when);
    else if (OUTPUTS.test(what)) this.#output(text, when);
    else this.#said(what, text, {...when, value});
  }

  finish(at: Locator): void {
    this.#close(at);
    this.#session.finish(at);
    this.facts.push(...this.#session.oddities.take());
  }

  #open(text: string, {at, timeUs}: When): void {
    this.#close(at);
    this.#requests++;
    const about = unfold(text);
    this.#request = {
      spanId: `request-${String(this.#requests)}`,
      at,
      startUs: timeUs,
      about: isObject(about) ? about : {},
      parts: [],
      endUs: undefined,
    };
    const session = this.#session;
    const {spanId} = this.#request;
    session.facts.push({
      kind: 'span',
      span: {
        traceId: session.traceId,
        spanId,
        parentId: session.rootId,
        kind: 'llm',
        name: 'chat',
        roundId: spanId,
        derivedId: true,
        ...(timeUs === undefined ? {} : {startUs: timeUs}),
      },
      at,
    });
    session.transcript.ask(spanId, at, session.facts);
  }

  /** The counts of a request are filled in after the fact, so one that was cut off has none. */
  #close(at: Locator): void {
    this.#endTool(at);
    const request = this.#request;
    const results = this.#results.splice(0);
    if (request === undefined) return;
    this.#request = undefined;
    const {about, spanId, parts} = request;
    const session = this.#session;
    const cancelled = textOf(about, 'cancelReason');
    const usage = toUsage({
      input: numberOf(about, 'tokensIn'),
      output: numberOf(about, 'tokensOut'),
      cachedRead: numberOf(about, 'cacheReads'),
      cachedWrite: numberOf(about, 'cacheWrites'),
      inputExcludesCached: true,
    });
    const failed = cancelled === undefined ? undefined : ('error' as const);
    session.patch(
      spanId,
      {
        endUs: request.endUs,
        usage,
        status: failed,
        errorType: cancelled,
        statusMessage: textOf(about, 'streamingFailedMessage'),
        attributes: omitFields(about, ['request', 'tokensIn', 'tokensOut', 'cost']),
      },
      request.at,
    );
    if (parts.length > 0) {
      const message: Message = {role: 'assistant', parts};
      session.transcript.answer(spanId, [message], request.at, session.facts);
    }
    for (const message of results) session.transcript.hear(message, at, session.facts);
  }

  /** Where a person is asked, the same call stands twice: as `ask`, and as `say` when it was allowed. */
  #call(what: string, text: string, {at, timeUs}: When): void {
    const told = unfold(text);
    const args: JsonValue = isObject(told) ? omitFields(told, ['tool']) : text;
    const named = isObject(told) ? (textOf(told, 'tool') ?? textOf(told, 'toolName')) : undefined;
    const name = named ?? TOOLS.get(what) ?? what;
    const key = `${name}\n${JSON.stringify(args)}`;
    if (this.#tool?.key === key) return;
    this.#endTool(at);
    const request = this.#request;
    if (request !== undefined) {
      request.endUs ??= timeUs;
      request.parts.push({kind: 'tool-call', name, args});
    }
    const round = request?.spanId;
    const spanId = this.#session.call(
      {name, input: args, startUs: timeUs, parentId: round ?? this.#session.rootId, roundId: round},
      at,
    );
    this.#tool = {name, spanId, key, output: []};
  }

  #output(text: string, {timeUs}: When): void {
    if (text === '') return;
    this.#tool?.output.push(text);
    if (timeUs !== undefined && this.#tool !== undefined) {
      this.#session.patch(this.#tool.spanId, {endUs: timeUs}, NOWHERE);
    }
  }

  /** The result of a tool stands only in the next request's text, which is not told apart: without an output it is unknown. */
  #endTool(at: Locator): void {
    const tool = this.#tool;
    if (tool === undefined) return;
    this.#tool = undefined;
    const output = tool.output.length === 0 ? undefined : tool.output.join('\n');
    const part: MessagePart = {
      kind: 'tool-result',
      name: tool.name,
      ...(output === undefined ? {} : {result: output}),
    };
    this.#session.result({name: tool.name, output}, at);
    this.#results.push({role: 'tool', parts: [part]});
  }

  #said(
    what: string,
    text: string,
    {at, timeUs, value}: When & {readonly value: JsonObject},
  ): void {
    const session = this.#session;
    const request = this.#request;
    switch (what) {
      case 'task':
      case 'user_feedback':
      case 'user_feedback_diff':
        this.#endTool(at);
        session.userTurn({role: 'user', parts: [{kind: 'text', text}]}, at, {timeUs, name: what});
        return;
      case 'text':
      case 'reasoning':
      case 'completion_result':
      case 'followup':
      case 'plan_mode_respond': {
        if (request === undefined || isTrue(value, 'partial') || text === '') return;
        request.endUs ??= timeUs;
        request.parts.push(what === 'reasoning' ? {kind: 'reasoning', text} : {kind: 'text', text});
        return;
      }
      case 'error_retry':
      case 'api_req_retried':
      case 'api_req_retry_delayed': {
        const told = unfold(text);
        const attributes = isObject(told) ? told : {};
        session.event(
          {
            kind: 'retry',
            name: what,
            text: textOf(attributes, 'errorMessage') ?? text,
            timeUs,
            spanId: request?.spanId,
            attributes,
          },
          at,
        );
        return;
      }
      case 'api_req_failed':
      case 'error':
      case 'diff_error':
      case 'clineignore_error':
        if (what === 'api_req_failed' && request !== undefined)
          session.patch(request.spanId, {status: 'error', statusMessage: text}, at);
        session.event({kind: 'exception', name: what, text, timeUs, spanId: request?.spanId}, at);
        return;
      case 'mistake_limit_reached':
      case 'auto_approval_max_req_reached':
        session.verdict(
          {kind: 'limit', said: `${what}: ${text}`.slice(0, 500), saidBy: 'Cline', timeUs},
          at,
        );
        return;
      case 'condense':
      case 'condense_context':
      case 'summarize_task':
        session.event({kind: 'compaction', name: what, timeUs}, at);
        session.transcript.forget();
        return;
      case 'api_req_deleted':
      case 'api_req_finished':
        return;
      default: {
        const attributes = pickFields(value, [
          'lastCheckpointHash',
          'modelInfo',
          'conversationHistoryDeletedRange',
        ]);
        const fingerprint = textOf(value, 'lastCheckpointHash');
        const kind = fingerprint === undefined ? ('log' as const) : ('state' as const);
        session.event(
          {kind, name: what, text: text === '' ? undefined : text, timeUs, fingerprint, attributes},
          at,
        );
      }
    }
    const model = objectOf(value, 'modelInfo');
    if (model !== undefined && request !== undefined) {
      session.patch(
        request.spanId,
        {model: textOf(model, 'modelId'), provider: textOf(model, 'providerId')},
        at,
      );
    }
  }
}

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

const NOWHERE: Locator = {kind: 'bytes', offset: 0, length: 0};
