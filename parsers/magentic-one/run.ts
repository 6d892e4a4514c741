import type {Fact, JsonObject, Locator, Message, SpanDraft} from '../api.js';
import {compact, getField} from '../api.js';
import {AgentSession} from '../common/agent-session.js';
import {numberOf, pickFields, textOf} from '../common/fields.js';
import type {Oddities} from '../common/oddities.js';
import type {ListNumbers} from '../common/transcript.js';
import {isoToUs} from '../common/time.js';
import {readLedger} from './ledger.js';

const ORCHESTRATOR = /^(?:Magentic(?:One)?)?Orchestrator(?: \((.*)\))?$/;
const LIMIT = /\bmax(?:imum)?\b.*\b(?:rounds?|turns?|time)\b/i;

interface HeldCall {
  readonly value: JsonObject;
  readonly at: Locator;
}

interface OpenHandoff {
  readonly to: string;
  readonly spanId: string;
  readonly agentSpanId: string;
}

/** One run, from the user's request to the next one. */
export class MagenticRun {
  readonly session: AgentSession;
  readonly #numbers: ListNumbers;
  /** Model calls name no agent: whoever speaks next made them. */
  #held: HeldCall[] = [];
  #handoff: OpenHandoff | undefined;
  #calls = 0;
  #handoffs = 0;
  #isSatisfied = false;
  #isOver = false;

  constructor(traceId: string, oddities: Oddities, numbers: ListNumbers) {
    this.#numbers = numbers;
    this.session = new AgentSession({
      traceId,
      agentName: 'Orchestrator',
      oddities,
      numbers,
      isNaive: true,
    });
  }

  holdCall(value: JsonObject, at: Locator): void {
    this.#held.push({value, at});
    // A run that only counts tokens never names a speaker; bounded, not lost.
    if (this.#held.length >= MAX_HELD) this.#writeCalls(undefined, undefined);
  }

  /** Something an agent, the orchestrator or the user said. */
  say(source: string, text: string, value: JsonObject, at: Locator): void {
    const timeUs = isoToUs(getField(value, 'timestamp'))?.us;
    const orchestrator = ORCHESTRATOR.exec(source);
    if (USER.has(source)) {
      this.#writeCalls(undefined, undefined);
      this.session.userTurn(user(text), at, {timeUs, name: source});
    } else if (orchestrator === null) this.#speak(source, text, {at, timeUs});
    else this.#orchestrate(orchestrator[1] ?? '', text, {at, timeUs});
  }

  /** A step of the web surfer: what it clicked or typed. */
  act(value: JsonObject, at: Locator): void {
    const name = textOf(value, 'action');
    const timeUs = isoToUs(getField(value, 'timestamp'))?.us;
    const agentName = textOf(value, 'source');
    const text = textOf(value, 'message');
    if (name === undefined) {
      this.session.event({kind: 'log', name: 'agent', text, timeUs, agentName}, at);
      return;
    }
    const input = getField(value, 'arguments');
    const spanId = this.session.call(
      {
        name,
        input: input ?? undefined,
        startUs: timeUs,
        parentId: this.#handoff?.agentSpanId,
        agentName,
        unfinished: undefined,
        attributes: pickFields(value, ['url', 'message']),
      },
      at,
    );
    this.session.patch(spanId, {unfinished: false}, at);
  }

  finish(at: Locator): void {
    this.#writeCalls(undefined, undefined);
    const {session} = this;
    session.finish(at, {
      outcome: this.#isSatisfied
        ? {value: 'succeeded', saidBy: 'Magentic-One ledger is_request_satisfied'}
        : undefined,
    });
    if (!this.#isOver) session.patch(session.rootId, {unfinished: true}, at);
  }

  take(): readonly Fact[] {
    return this.session.facts.splice(0);
  }

  #orchestrate(mode: string, text: string, when: When): void {
    const {session} = this;
    const {at, timeUs} = when;
    const target = /^-> (.*)$/.exec(mode)?.[1];
    if (target !== undefined) {
      this.#writeCalls('Orchestrator', undefined);
      this.#handOff(target, text, when);
      return;
    }
    this.#writeCalls('Orchestrator', text);
    if (mode === 'final answer' || mode === 'termination condition') this.#isOver = true;
    if (mode === 'final answer') {
      session.patch(session.rootId, {output: text, endUs: timeUs}, at);
      return;
    }
    if (mode === 'termination condition') {
      const kind = LIMIT.test(text) ? 'limit' : 'other';
      session.verdict({kind, said: text, saidBy: 'Magentic-One termination condition', timeUs}, at);
      return;
    }
    const ledger = readLedger(text);
    if (ledger !== undefined) {
      this.#isSatisfied ||= ledger.isSatisfied;
      session.verdict({...ledger.verdict, timeUs}, at);
    } else if (/^Stall/i.test(text)) {
      session.verdict({kind: 'stuck', said: text, saidBy: 'Magentic-One stall count', timeUs}, at);
    }
    session.event({kind: 'log', name: mode === '' ? 'said' : mode, text, timeUs}, at);
  }

  #handOff(to: string, text: string, {at, timeUs}: When): void {
    const {session} = this;
    this.#handoffs++;
    const spanId = `handoff-${String(this.#handoffs)}`;
    const agentSpanId = `${spanId}/agent`;
    const {traceId, rootId, facts} = session;
    session.begin(at);
    const handoff = compact<SpanDraft>({
      traceId,
      spanId,
      parentId: rootId,
      kind: 'handoff',
      name: `-> ${to}`,
      startUs: timeUs,
      input: text,
      derivedId: true,
      unfinished: true,
    });
    const agent = compact<SpanDraft>({
      traceId,
      spanId: agentSpanId,
      parentId: spanId,
      kind: 'agent',
      name: to,
      agentName: to,
      startUs: timeUs,
      derivedId: true,
      unfinished: true,
    });
    facts.push({kind: 'span', span: handoff, at}, {kind: 'span', span: agent, at});
    this.#handoff = {to, spanId, agentSpanId};
  }

  #speak(source: string, text: string, {at, timeUs}: When): void {
    this.#writeCalls(source, text);
    const handoff = this.#handoff;
    if (handoff?.to !== source) {
      const {session} = this;
      session.event({kind: 'log', name: 'said', text, timeUs, agentName: source}, at);
      return;
    }
    const end = {endUs: timeUs, unfinished: false, output: text};
    this.session.patch(handoff.agentSpanId, end, at);
    this.session.patch(handoff.spanId, end, at);
    this.#handoff = undefined;
  }

  /** The last of the held calls made what is said now; the text is the log's, not the raw reply. */
  #writeCalls(agentName: string | undefined, said: string | undefined): void {
    const held = this.#held;
    this.#held = [];
    const {session} = this;
    const parentId = this.#handoff?.to === agentName ? this.#handoff?.agentSpanId : undefined;
    for (const [index, {value, at}] of held.entries()) {
      this.#calls++;
      const spanId = `model-call-${String(this.#calls)}`;
      const endUs = isoToUs(getField(value, 'timestamp'))?.us;
      session.begin(at, {startUs: endUs});
      const span = compact<SpanDraft>({
        traceId: session.traceId,
        spanId,
        parentId: parentId ?? session.rootId,
        kind: 'llm',
        name: 'chat',
        agentName,
        endUs,
        usage: compact({
          inputTokens: numberOf(value, 'prompt_tokens'),
          outputTokens: numberOf(value, 'completion_tokens'),
          source: 'reported' as const,
        }),
        roundId: spanId,
        derivedId: true,
      });
      session.facts.push({kind: 'span', span, at});
      session.patch(spanId, {endUs}, at);
      if (said === undefined || index !== held.length - 1) continue;
      const id = this.#numbers.next();
      const add: readonly Message[] = [{role: 'assistant', parts: [{kind: 'text', text: said}]}];
      const list = {id, add, release: [id]};
      const {traceId} = session;
      session.facts.push({kind: 'messages', traceId, spanId, direction: 'out', list, at});
    }
  }
}

/** Calls held for a speaker; a planning phase has two. */
const MAX_HELD = 64;

/** Who stands for the person: the 2024 package, later ones, and benchmark histories. */
export const USER: ReadonlySet<string> = new Set(['UserProxy', 'human', 'user']);

interface When {
  readonly at: Locator;
  readonly timeUs: number | undefined;
}

function user(text: string): Message {
  return {role: 'user', parts: [{kind: 'text', text}]};
}
