import type {
  Fact,
  HarnessVerdict,
  JsonValue,
  Locator,
  Message,
  SpanDraft,
  SpanEventDraft,
  TraceDraft,
} from '../api.js';
import {compact} from '../api.js';
import {Oddities} from './oddities.js';
import {ListNumbers, Transcript} from './transcript.js';

type Loose<T> = {readonly [K in keyof T]?: T[K] | undefined};

/** What a log tells of one model reply; its text and calls are in `message`. */
export type ReplyDraft = Loose<Omit<SpanDraft, 'traceId' | 'kind'>> & {
  readonly message: Message;
  /** A reply of a sub-agent, whose conversation is another one. */
  readonly isApart?: boolean;
};

/** A tool call; without an id it can only be answered in order. */
export interface CallDraft extends Loose<
  Omit<SpanDraft, 'traceId' | 'spanId' | 'kind' | 'toolCallId' | 'name'>
> {
  readonly id?: string | undefined;
  readonly name: string;
}

/** A tool result; `id` undefined answers the oldest open call (of that name, where one is given). */
export interface ResultDraft extends Loose<
  Pick<SpanDraft, 'endUs' | 'status' | 'statusMessage' | 'errorType' | 'attributes' | 'agentId'>
> {
  readonly id?: string | undefined;
  readonly name?: string | undefined;
  readonly output?: JsonValue | undefined;
}

interface OpenCall {
  readonly spanId: string;
  readonly id: string | undefined;
  readonly name: string;
}

/**
 * Facts of one session of a chat agent: a root agent span, replies under it, calls under the reply
 * that asked for them, results joined by id. Shared by the logs that hold one conversation, each
 * message once. Facts collect in `facts`; the caller takes them out.
 */
export class AgentSession {
  readonly facts: Fact[] = [];
  readonly oddities: Oddities;
  readonly transcript: Transcript;
  readonly traceId: string;
  readonly rootId: string;
  readonly #agentName: string;
  readonly #isNaive: boolean;
  readonly #open: OpenCall[] = [];
  readonly #timesUsed = new Map<string, number>();
  #root: Locator | undefined;
  #replies = 0;
  #calls = 0;
  #lastReply: string | undefined;
  #firstUs: number | undefined;
  #lastUs: number | undefined;

  constructor(options: {
    readonly traceId: string;
    readonly agentName: string;
    readonly rootId?: string;
    readonly oddities?: Oddities;
    readonly numbers?: ListNumbers;
    /** The log's times name no zone. */
    readonly isNaive?: boolean;
  }) {
    this.traceId = options.traceId;
    this.rootId = options.rootId ?? 'agent';
    this.#agentName = options.agentName;
    this.#isNaive = options.isNaive ?? false;
    this.oddities = options.oddities ?? new Oddities();
    this.transcript = new Transcript(
      this.traceId,
      this.rootId,
      options.numbers ?? new ListNumbers(),
    );
  }

  /** Span of the last reply; undefined before the first. */
  get lastReply(): string | undefined {
    return this.#lastReply;
  }

  hasOpenCall(id: string): boolean {
    return this.#open.some((call) => call.id === id);
  }

  /** Span of the oldest call of this name that has no result yet. */
  openCall(name: string): string | undefined {
    return this.#open.find((call) => call.name === name)?.spanId;
  }

  /** Sends the root span; later calls do nothing. */
  begin(at: Locator, fields: Loose<SpanDraft> = {}): void {
    if (this.#root !== undefined) return;
    this.#root = at;
    this.#see(fields.startUs);
    const span = compact<SpanDraft>({
      name: this.#agentName,
      agentName: this.#agentName,
      ...fields,
      traceId: this.traceId,
      spanId: this.rootId,
      kind: 'agent',
    });
    this.facts.push({kind: 'span', span, at});
  }

  /** A person's turn, or with `synthetic` one that the harness wrote. */
  userTurn(
    message: Message,
    at: Locator,
    fields: {readonly timeUs?: number | undefined; readonly name?: string} = {},
  ): void {
    this.transcript.hear(message, at, this.#start(at, fields.timeUs));
    const text = toText(message);
    const synthetic = message.synthetic === true ? true : undefined;
    this.event({kind: 'user-turn', name: 'user', text, synthetic, ...fields}, at);
  }

  /** A message that later calls are given and that is no turn: a system prompt. */
  hear(message: Message, at: Locator): void {
    this.transcript.hear(message, at, this.#start(at, undefined));
  }

  /** One reply of the model; `spanId` where the log has an id. Returns the id of its span. */
  reply(draft: ReplyDraft, at: Locator): string {
    const {message, isApart, ...fields} = draft;
    const out = this.#start(at, fields.startUs, fields.endUs);
    this.#replies++;
    const spanId = this.#unique(fields.spanId ?? `reply-${String(this.#replies)}`);
    this.#lastReply = spanId;
    const span = compact<SpanDraft>({
      parentId: this.rootId,
      name: 'chat',
      roundId: spanId,
      derivedId: fields.spanId === undefined ? true : undefined,
      ...fields,
      traceId: this.traceId,
      spanId,
      kind: 'llm',
    });
    out.push({kind: 'span', span, at});
    if (isApart === true) this.transcript.reply(spanId, [message], at, out);
    else {
      this.transcript.ask(spanId, at, out);
      this.transcript.answer(spanId, [message], at, out);
    }
    for (const part of message.parts) {
      if (part.kind !== 'tool-call') continue;
      const {id, name, args: input} = part;
      const startUs = draft.endUs ?? draft.startUs;
      const known = this.#open.find((call) => id !== undefined && call.id === id);
      // The start of a call may be logged before the reply that asked for it.
      if (known === undefined) this.call({id, name, input, startUs}, at);
      else this.patch(known.spanId, {parentId: spanId, roundId: spanId}, at);
    }
    return spanId;
  }

  /** A call; where one of this id is open, what is told more of it. Returns the id of its span. */
  call(draft: CallDraft, at: Locator): string {
    const {id, name, ...fields} = draft;
    const out = this.#start(at, fields.startUs, fields.endUs);
    const known = id === undefined ? undefined : this.#open.find((call) => call.id === id);
    if (known !== undefined) {
      // Where it hangs was told with the reply.
      const told = {parentId: undefined, roundId: undefined};
      const patch = compact<Partial<SpanDraft>>({...fields, ...told});
      out.push({kind: 'span-patch', traceId: this.traceId, spanId: known.spanId, patch, at});
      return known.spanId;
    }
    this.#calls++;
    const spanId = this.#unique(id === undefined ? `call-${String(this.#calls)}` : `call:${id}`);
    this.#open.push({spanId, id, name});
    const round = fields.roundId ?? this.#lastReply;
    const span = compact<SpanDraft>({
      parentId: round ?? this.rootId,
      roundId: round,
      toolName: name,
      toolCallId: id,
      derivedId: id === undefined ? true : undefined,
      unfinished: true,
      ...fields,
      traceId: this.traceId,
      spanId,
      kind: 'tool',
      name,
    });
    out.push({kind: 'span', span, at});
    return spanId;
  }

  /** A result; `message` is what later calls are given of it. Returns the span it answered. */
  result(draft: ResultDraft, at: Locator, message?: Message): string | undefined {
    const {id, name, ...fields} = draft;
    const out = this.#start(at, undefined, fields.endUs);
    if (message !== undefined) this.transcript.hear(message, at, out);
    const index = this.#open.findIndex((call) =>
      id === undefined ? name === undefined || call.name === name : call.id === id,
    );
    const [call] = index === -1 ? [] : this.#open.splice(index, 1);
    if (call === undefined) {
      this.oddities.note({
        code: 'tool-result-without-call',
        severity: 'notice',
        message: 'a tool result answers a call that is not in this source',
        at,
      });
      return undefined;
    }
    const patch = compact<Partial<SpanDraft>>({...fields, unfinished: false});
    out.push({kind: 'span-patch', traceId: this.traceId, spanId: call.spanId, patch, at});
    return call.spanId;
  }

  /** The calls so far will get no result: the format does not log them. */
  settleCalls(at: Locator): void {
    const patch = {unfinished: false};
    for (const {spanId} of this.#open.splice(0)) {
      this.facts.push({kind: 'span-patch', traceId: this.traceId, spanId, patch, at});
    }
  }

  event(draft: Loose<SpanEventDraft> & Pick<SpanEventDraft, 'kind' | 'name'>, at: Locator): void {
    const event = compact<SpanEventDraft>({
      spanId: this.rootId,
      ...draft,
      traceId: this.traceId,
    });
    this.#start(at, draft.timeUs).push({kind: 'event', event, at});
  }

  verdict(
    draft: Loose<HarnessVerdict> & Pick<HarnessVerdict, 'kind' | 'said' | 'saidBy'>,
    at: Locator,
  ): void {
    const verdict = compact<HarnessVerdict>({
      spanId: this.rootId,
      ...draft,
      traceId: this.traceId,
    });
    this.#start(at, draft.timeUs).push({kind: 'verdict', verdict, at});
  }

  patch(spanId: string, patch: Loose<Omit<SpanDraft, 'traceId' | 'spanId'>>, at: Locator): void {
    const fields = compact<Partial<SpanDraft>>(patch);
    this.#start(at, patch.startUs, patch.endUs).push({
      kind: 'span-patch',
      traceId: this.traceId,
      spanId,
      patch: fields,
      at,
    });
  }

  /** What is known at the end: first and last time, and the trace itself. */
  finish(at: Locator, trace: Loose<TraceDraft> = {}): void {
    if (this.#root === undefined) return;
    this.transcript.flush(at, this.facts);
    const hasTimes = this.#firstUs !== undefined;
    this.patch(this.rootId, {startUs: this.#firstUs, endUs: this.#lastUs}, at);
    this.facts.push({
      kind: 'trace',
      trace: compact<TraceDraft>({
        timeBasis: hasTimes ? (this.#isNaive ? 'naive-local' : 'utc') : 'none',
        ...trace,
        traceId: this.traceId,
      }),
    });
  }

  #start(at: Locator, ...times: readonly (number | undefined)[]): Fact[] {
    this.begin(at);
    for (const us of times) this.#see(us);
    return this.facts;
  }

  #see(us: number | undefined): void {
    if (us === undefined) return;
    this.#firstUs = Math.min(this.#firstUs ?? us, us);
    this.#lastUs = Math.max(this.#lastUs ?? us, us);
  }

  /** Ids of logs repeat (`Bash_0` of the next turn): the second use is another span. */
  #unique(id: string): string {
    const used = (this.#timesUsed.get(id) ?? 0) + 1;
    this.#timesUsed.set(id, used);
    return used === 1 ? id : `${id}#${String(used)}`;
  }
}

/** The text of a message, parts joined by line ends. */
export function toText(message: Message): string | undefined {
  const texts: string[] = [];
  for (const part of message.parts) if (part.kind === 'text') texts.push(part.text);
  return texts.length === 0 ? undefined : texts.join('\n');
}
