import type {Fact, JsonObject, Locator, Message, MessagePart, SpanDraft} from '../../api.js';
import {compact, getField} from '../../api.js';
import {AgentSession} from '../agent-session.js';
import {isTrue, numberOf, objectOf, pickFields, textOf} from '../fields.js';
import {normalisePart} from '../messages/part.js';
import type {Oddities} from '../oddities.js';
import {millisToUs} from '../time.js';
import type {ListNumbers} from '../transcript.js';
import {toUsage} from '../usage.js';
import type {Doc} from './docs.js';
import type {MessageDoc} from './sessions.js';
import {pushToolSpan, toResultMessage} from './tool-part.js';

interface Setup {
  readonly sessionId: string;
  readonly traceId: string;
  readonly about: JsonObject;
  readonly facts: Fact[];
  readonly numbers: ListNumbers;
  readonly oddities: Oddities;
  readonly startedBy: Map<string, string>;
}

const KEPT = [
  'title',
  'version',
  'directory',
  'projectID',
  'parentID',
  'slug',
  'revert',
  'summary',
];

/** One session, message by message. */
export class SessionReading {
  readonly #setup: Setup;
  readonly #session: AgentSession;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#session = new AgentSession({
      traceId: setup.traceId,
      agentName: 'opencode',
      rootId: setup.sessionId,
      numbers: setup.numbers,
      oddities: setup.oddities,
    });
  }

  get traceId(): string {
    return this.#session.traceId;
  }

  begin(at: Locator): void {
    const {about, sessionId} = this.#setup;
    const time = objectOf(about, 'time') ?? {};
    this.#session.begin(at, {
      agentId: sessionId,
      startUs: millisToUs(getField(time, 'created')),
      attributes: pickFields(about, KEPT),
    });
    this.#take();
  }

  readMessage(message: MessageDoc): void {
    if (textOf(message.value, 'role') === 'assistant') this.#readReply(message);
    else this.#readUser(message);
    this.#take();
  }

  finish(at: Locator): void {
    const {traceId} = this.#session;
    this.#session.finish(at, {sessionId: traceId});
    this.#take();
  }

  #readUser({value, at, parts}: MessageDoc): void {
    const said: MessagePart[] = [];
    let isSynthetic = true;
    for (const part of parts) {
      const type = textOf(part.value, 'type');
      if (type === 'text' || type === 'file') {
        said.push(normalisePart(part.value));
        if (type === 'text' && !isTrue(part.value, 'synthetic')) isSynthetic = false;
      } else this.#readEvent(part, type, textOf(value, 'id'));
    }
    const time = objectOf(value, 'time') ?? {};
    const message = {role: textOf(value, 'role') ?? 'user', parts: said};
    const synthetic = isSynthetic && said.length > 0;
    this.#session.userTurn(synthetic ? {...message, synthetic} : message, at, {
      timeUs: millisToUs(getField(time, 'created')),
    });
  }

  /** One llm span per step: since 2025-09 a message holds one step, before that several. */
  #readReply(message: MessageDoc): void {
    const steps = splitSteps(message.parts);
    for (const [index, parts] of steps.entries()) {
      const isLast = index === steps.length - 1;
      this.#readStep(message, parts, {index, isLast, isOnly: steps.length === 1});
    }
  }

  #readStep(
    {value, at}: MessageDoc,
    parts: readonly Doc[],
    step: {readonly index: number; readonly isLast: boolean; readonly isOnly: boolean},
  ): void {
    const session = this.#session;
    const id = textOf(value, 'id') ?? `message:${String(at.kind === 'bytes' ? at.offset : 0)}`;
    const spanId = step.index === 0 ? id : `${id}#${String(step.index + 1)}`;
    const finish = parts.find((part) => textOf(part.value, 'type') === 'step-finish');
    const message = toReply(parts);
    const span = toReplySpan(value, finish?.value, step);
    session.begin(at);
    this.#setup.facts.push(...session.facts.splice(0));
    const draft = compact<SpanDraft>({
      ...span,
      traceId: session.traceId,
      spanId,
      parentId: session.rootId,
      kind: 'llm',
      roundId: spanId,
    });
    session.patch(session.rootId, {endUs: span.endUs ?? span.startUs}, at);
    session.facts.length = 0;
    this.#setup.facts.push({kind: 'span', span: draft, at});
    session.transcript.ask(spanId, at, this.#setup.facts);
    // A message without parts tells nothing of its reply: unknown, not empty.
    if (message.parts.length > 0)
      session.transcript.answer(spanId, [message], at, this.#setup.facts);
    for (const part of parts) this.#readPart(part, spanId);
    const error = objectOf(value, 'error');
    if (error !== undefined && step.isLast) this.#readError(error, spanId, at);
  }

  #readPart(part: Doc, spanId: string): void {
    const session = this.#session;
    const type = textOf(part.value, 'type');
    if (type !== 'tool') {
      this.#readEvent(part, type, spanId);
      return;
    }
    const {facts, startedBy} = this.#setup;
    const {traceId, rootId} = session;
    const called = pushToolSpan(part, {traceId, roundId: spanId, agentId: rootId}, facts);
    if (called.childSession !== undefined) startedBy.set(called.childSession, called.spanId);
    session.transcript.hear(toResultMessage(part), part.at, facts);
    session.patch(rootId, {endUs: called.endUs}, part.at);
    session.facts.length = 0;
  }

  #readEvent({value, at}: Doc, type: string | undefined, spanId: string | undefined): void {
    const session = this.#session;
    const time = objectOf(value, 'time') ?? {};
    const timeUs = millisToUs(getField(time, 'created') ?? getField(time, 'start'));
    const attributes = pickFields(value, [
      'auto',
      'overflow',
      'attempt',
      'files',
      'snapshot',
      'error',
      'agent',
    ]);
    switch (type) {
      case 'retry': {
        const error = objectOf(value, 'error') ?? {};
        const attempt = numberOf(value, 'attempt');
        const text =
          textOf(objectOf(error, 'data') ?? {}, 'message') ?? `attempt ${String(attempt)}`;
        session.event({kind: 'retry', name: 'retry', text, timeUs, spanId, attributes}, at);
        return;
      }
      case 'compaction':
        session.event({kind: 'compaction', name: 'compaction', timeUs, attributes}, at);
        return;
      case 'patch':
        session.event(
          {
            kind: 'state',
            name: 'patch',
            fingerprint: textOf(value, 'hash'),
            timeUs,
            spanId,
            attributes,
          },
          at,
        );
        return;
      case 'subtask':
        session.event(
          {kind: 'log', name: 'subtask', text: textOf(value, 'prompt'), timeUs, spanId, attributes},
          at,
        );
        return;
      case undefined:
      default:
    }
  }

  #readError(error: JsonObject, spanId: string, at: Locator): void {
    const name = textOf(error, 'name') ?? 'error';
    if (!/Length|Limit|MaxTurns|MaxSteps/i.test(name)) return;
    this.#session.verdict(
      {kind: 'limit', said: name, saidBy: 'OpenCode message.error', spanId},
      at,
    );
  }

  #take(): void {
    this.#setup.facts.push(...this.#session.facts.splice(0));
  }
}

/** Parts of each step; a message without steps is one. */
function splitSteps(parts: readonly Doc[]): readonly (readonly Doc[])[] {
  const finishes = parts.filter(({value}) => textOf(value, 'type') === 'step-finish').length;
  if (finishes < 2) return [parts];
  const steps: Doc[][] = [[]];
  let isFinished = false;
  for (const part of parts) {
    if (isFinished) steps.push([]);
    isFinished = textOf(part.value, 'type') === 'step-finish';
    steps.at(-1)?.push(part);
  }
  return steps;
}

function toReply(parts: readonly Doc[]): Message {
  const said: MessagePart[] = [];
  for (const {value} of parts) {
    const type = textOf(value, 'type');
    if (type === 'text' || type === 'reasoning' || type === 'file') said.push(normalisePart(value));
    if (type !== 'tool') continue;
    const args = getField(objectOf(value, 'state') ?? {}, 'input');
    const id = textOf(value, 'callID');
    const name = textOf(value, 'tool') ?? 'unknown';
    said.push(compact<MessagePart & {kind: 'tool-call'}>({kind: 'tool-call', id, name, args}));
  }
  return {role: 'assistant', parts: said};
}

type ReplySpan = {readonly [K in keyof SpanDraft]?: SpanDraft[K] | undefined} & {
  readonly name: string;
};

function toReplySpan(
  value: JsonObject,
  finish: JsonObject | undefined,
  step: {readonly index: number; readonly isLast: boolean; readonly isOnly: boolean},
): ReplySpan {
  const time = objectOf(value, 'time') ?? {};
  const model = objectOf(value, 'model') ?? {};
  const error = step.isLast ? objectOf(value, 'error') : undefined;
  const endUs = step.isLast ? millisToUs(getField(time, 'completed')) : undefined;
  // The step repeats the tokens of its message; of several steps each has its own.
  const tokens = step.isOnly
    ? (objectOf(value, 'tokens') ?? objectOf(finish ?? {}, 'tokens'))
    : objectOf(finish ?? {}, 'tokens');
  const agentName = textOf(value, 'agent') ?? textOf(value, 'mode');
  return {
    name: isTrue(value, 'summary') ? 'compaction' : 'chat',
    agentName,
    startUs: step.index === 0 ? millisToUs(getField(time, 'created')) : undefined,
    endUs,
    model: textOf(value, 'modelID') ?? textOf(model, 'modelID'),
    provider: textOf(value, 'providerID') ?? textOf(model, 'providerID'),
    usage: tokens === undefined ? undefined : toTokens(tokens),
    finishReason:
      (finish === undefined ? undefined : textOf(finish, 'reason')) ?? textOf(value, 'finish'),
    status: error === undefined ? undefined : 'error',
    errorType: error === undefined ? undefined : textOf(error, 'name'),
    statusMessage:
      error === undefined ? undefined : textOf(objectOf(error, 'data') ?? {}, 'message'),
    attributes: pickFields(value, ['tokens', 'mode', 'variant', 'parentID', 'path', 'error']),
  };
}

/** `input` leaves cached tokens out, `output` reasoning. */
function toTokens(tokens: JsonObject): ReturnType<typeof toUsage> {
  const cache = objectOf(tokens, 'cache') ?? {};
  const reasoning = numberOf(tokens, 'reasoning');
  const output = numberOf(tokens, 'output');
  return toUsage({
    input: numberOf(tokens, 'input'),
    output: output === undefined ? undefined : output + (reasoning ?? 0),
    cachedRead: numberOf(cache, 'read'),
    cachedWrite: numberOf(cache, 'write'),
    reasoning,
    inputExcludesCached: true,
  });
}
