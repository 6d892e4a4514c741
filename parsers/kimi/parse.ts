import type {Fact, JsonObject, Locator, Message, MessagePart, Usage} from '../api.js';
import {getField} from '../api.js';
import {AgentSession, toText} from '../common/agent-session.js';
import {isTrue, numberOf, objectOf, textOf} from '../common/fields.js';
import {flattenResult} from '../common/messages/part.js';
import {normaliseMessage} from '../common/messages/message.js';
import {parseSessionLines} from '../common/session-lines.js';
import type {LineReading} from '../common/session-lines.js';
import {millisToUs} from '../common/time.js';
import {toUsage} from '../common/usage.js';

/** Settings, copies and measurements; `usage.record` repeats the counts of the step before it. */
const NOISE =
  /^(?:metadata|config\.|tools\.|llm\.tools_snapshot|usage\.|permission\.|profile\.|plugin\.|runtime\.|token_counting\.)/;

interface Step {
  readonly id: string;
  readonly parts: MessagePart[];
  /** Results that came while the step was open: later calls are given them after its reply. */
  readonly results: Message[];
}

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

/** A step is one model call: `step.begin`, its parts and calls, their results, `step.end`. */
class KimiReading implements LineReading {
  readonly #session = new AgentSession({traceId: 'session', agentName: 'kimi'});
  readonly facts: Fact[] = this.#session.facts;
  #step: Step | undefined;

  read(value: JsonObject, at: Locator): boolean {
    const type = textOf(value, 'type');
    if (type === undefined) return false;
    const when = {at, timeUs: millisToUs(getField(value, 'time') ?? getField(value, 'created_at'))};
    const session = this.#session;
    session.begin(at, {startUs: when.timeUs});
    switch (type) {
      case 'turn.prompt':
      case 'turn.steer':
        this.#readPrompt(type, value, when);
        return true;
      case 'turn.cancel':
        this.#closeStep(at);
        session.verdict({kind: 'other', said: type, saidBy: 'Kimi turn', timeUs: when.timeUs}, at);
        return true;
      case 'turn.ended': {
        const said = textOf(value, 'reason') ?? 'unknown';
        if (said === 'completed') return true;
        session.verdict(
          {kind: 'failure', said, saidBy: 'Kimi turn.ended', timeUs: when.timeUs},
          at,
        );
        return true;
      }
      case 'context.append_message': {
        const message = objectOf(value, 'message');
        if (message === undefined) return false;
        session.hear(normaliseMessage(message), at);
        return true;
      }
      case 'context.append_loop_event': {
        const event = objectOf(value, 'event');
        if (event === undefined) return false;
        this.#readLoop(event, when);
        return true;
      }
      case 'llm.request':
        this.#readRequest(value, when);
        return true;
      default:
        if (!NOISE.test(type)) session.oddities.noteUnknown('lines', type, at);
        return true;
    }
  }

  finish(last: Locator): void {
    this.#closeStep(last);
    this.#session.finish(last);
    this.facts.push(...this.#session.oddities.take());
  }

  /** The turn as an event; the message itself comes as `context.append_message`. */
  #readPrompt(type: string, value: JsonObject, {at, timeUs}: When): void {
    const message = normaliseMessage({role: 'user', content: getField(value, 'input') ?? ''});
    const origin = objectOf(value, 'origin');
    const kind = origin === undefined ? undefined : textOf(origin, 'kind');
    const synthetic = kind === undefined || kind === 'user' ? undefined : true;
    const text = toText(message);
    this.#session.event({kind: 'user-turn', name: type, text, timeUs, synthetic}, at);
  }

  /** A second attempt of the same step is a retry of the harness. */
  #readRequest(value: JsonObject, {at, timeUs}: When): void {
    const attempt = textOf(value, 'attempt');
    const step = this.#step;
    if (attempt !== undefined) {
      this.#session.event(
        {kind: 'retry', name: 'llm.request', text: `attempt ${attempt}`, timeUs, spanId: step?.id},
        at,
      );
    }
    if (step === undefined) return;
    const fields = {model: textOf(value, 'model'), provider: textOf(value, 'provider')};
    this.#session.patch(step.id, fields, at);
  }

  #readLoop(event: JsonObject, {at, timeUs}: When): void {
    const session = this.#session;
    const type = textOf(event, 'type') ?? '';
    switch (type) {
      case 'step.begin':
        this.#closeStep(at);
        this.#beginStep(
          textOf(event, 'uuid') ?? `step-${String(at.kind === 'bytes' ? at.offset : 0)}`,
          {
            at,
            timeUs,
          },
        );
        return;
      case 'content.part': {
        const part = objectOf(event, 'part') ?? {};
        const think = textOf(part, 'think');
        if (think !== undefined) this.#step?.parts.push({kind: 'reasoning', text: think});
        else
          this.#step?.parts.push(...normaliseMessage({role: 'assistant', content: [part]}).parts);
        return;
      }
      case 'tool.call': {
        const id = textOf(event, 'toolCallId');
        const name = textOf(event, 'name') ?? 'unknown';
        const args = getField(event, 'args');
        const call = {kind: 'tool-call' as const, name, ...(args === undefined ? {} : {args})};
        this.#step?.parts.push(id === undefined ? call : {...call, id});
        const round = textOf(event, 'stepUuid');
        session.call({id, name, input: args, startUs: timeUs, parentId: round, roundId: round}, at);
        return;
      }
      case 'tool.result':
        this.#readResult(event, {at, timeUs});
        return;
      case 'step.end':
        this.#endStep(event, {at, timeUs});
        return;
      default:
        session.oddities.noteUnknown('loop events', type, at);
    }
  }

  #beginStep(id: string, {at, timeUs}: When): void {
    const session = this.#session;
    this.#step = {id, parts: [], results: []};
    const span = {
      traceId: session.traceId,
      spanId: id,
      parentId: session.rootId,
      kind: 'llm' as const,
      name: 'chat',
      roundId: id,
      unfinished: true,
    };
    this.facts.push({kind: 'span', span, at});
    session.patch(id, {startUs: timeUs}, at);
    session.transcript.ask(id, at, this.facts);
  }

  #readResult(event: JsonObject, {at, timeUs}: When): void {
    const id = textOf(event, 'toolCallId');
    const result = objectOf(event, 'result') ?? {};
    const raw = getField(result, 'output') ?? getField(result, 'content');
    const output = raw === undefined ? undefined : flattenResult(raw);
    const failed = isTrue(result, 'isError') || isTrue(result, 'is_error');
    const content = output ?? null;
    const message = normaliseMessage({role: 'tool', tool_call_id: id ?? '', content});
    this.#session.result({id, output, endUs: timeUs, status: failed ? 'error' : 'ok'}, at);
    if (this.#step === undefined) this.#session.hear(message, at);
    else this.#step.results.push(message);
  }

  #endStep(event: JsonObject, {at, timeUs}: When): void {
    const step = this.#step;
    if (step === undefined) return;
    const usage = objectOf(event, 'usage');
    this.#session.patch(
      step.id,
      {
        endUs: timeUs,
        usage: usage === undefined ? undefined : toKimiUsage(usage),
        finishReason: textOf(event, 'finishReason'),
        unfinished: false,
        attributes: usage === undefined ? undefined : {usage},
      },
      at,
    );
    this.#closeStep(at);
  }

  #closeStep(at: Locator): void {
    const step = this.#step;
    if (step === undefined) return;
    this.#step = undefined;
    const {transcript} = this.#session;
    if (step.parts.length > 0) {
      transcript.answer(step.id, [{role: 'assistant', parts: step.parts}], at, this.facts);
    }
    for (const message of step.results) transcript.hear(message, at, this.facts);
  }
}

/** `inputOther` is what was not cached. */
function toKimiUsage(raw: JsonObject): Usage | undefined {
  return toUsage({
    input: numberOf(raw, 'inputOther'),
    output: numberOf(raw, 'output'),
    cachedRead: numberOf(raw, 'inputCacheRead'),
    cachedWrite: numberOf(raw, 'inputCacheCreation'),
    inputExcludesCached: true,
  });
}

export const parse = parseSessionLines(() => new KimiReading(), 'a line with a type');
