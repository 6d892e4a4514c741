import type {Fact, Locator, Message, SpanDraft, SpanEventDraft, Usage} from '../api.js';
import {compact} from '../api.js';
import {ListNumbers, Transcript} from '../common/transcript.js';
import type {Said} from './said.js';
import {readSaid} from './said.js';

interface When {
  readonly timeUs: number | undefined;
  readonly at: Locator;
}

/** A role of a phase: an agent of its own, made new for each phase, with a conversation of its own. */
interface Role {
  readonly spanId: string;
  readonly name: string;
  readonly transcript: Transcript;
  knowsSystem: boolean;
}

interface Phase {
  readonly spanId: string;
  readonly name: string;
  readonly model: string | undefined;
  readonly roles: Map<string, Role>;
}

/** Roles of one phase that are told apart; ChatDev has two. */
const MAX_ROLES = 100;

/** One run of the company: phases, one after the other; in each, two roles talk. */
export class Company {
  readonly facts: Fact[] = [];
  readonly #traceId: string;
  readonly #numbers = new ListNumbers();
  #phases = 0;
  #replies = 0;
  #phase: Phase | undefined;
  #usage: {readonly usage: Usage; readonly when: When} | undefined;
  #opening:
    {readonly said: Extract<Said, {readonly kind: 'chat-start'}>; readonly when: When} | undefined;
  /** When the request was sent, where the version says so. */
  #sentUs: number | undefined;
  #firstUs: number | undefined;
  #lastUs: number | undefined;
  hasBegun = false;

  constructor(traceId: string) {
    this.#traceId = traceId;
  }

  read({level, text}: {readonly level: string; readonly text: string}, when: When): void {
    this.#begin(when);
    if (level === 'WARNING' || level === 'ERROR' || level === 'CRITICAL') {
      const kind = level === 'WARNING' ? ('log' as const) : ('exception' as const);
      this.#event({kind, name: level.toLowerCase(), text}, when);
      return;
    }
    if (level !== 'INFO') return;
    const said = readSaid(text);
    if (said !== undefined) this.#hear(said, when);
  }

  finish(): readonly Fact[] {
    this.#settle();
    this.#endPhase();
    if (!this.hasBegun) return [];
    const at: Locator = {kind: 'bytes', offset: 0, length: 0};
    this.#patch(ROOT, {startUs: this.#firstUs, endUs: this.#lastUs}, at);
    const timeBasis = this.#firstUs === undefined ? ('none' as const) : ('naive-local' as const);
    this.facts.push({kind: 'trace', trace: {traceId: this.#traceId, timeBasis}});
    return this.facts.splice(0);
  }

  #begin({timeUs, at}: When): void {
    this.#firstUs ??= timeUs;
    this.#lastUs = timeUs ?? this.#lastUs;
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.#span({spanId: ROOT, kind: 'chain', name: 'ChatDev', derivedId: true}, at);
  }

  #hear(said: Said, when: When): void {
    switch (said.kind) {
      case 'preamble':
        if (said.project !== undefined) this.#patch(ROOT, {name: said.project}, when.at);
        if (said.task !== undefined)
          this.#event({kind: 'user-turn', name: 'task', text: said.task}, when);
        return;
      case 'phase':
        this.#settle();
        this.#openPhase(said.name, said.model, when);
        return;
      case 'chat-start':
        this.#tellOpening(said.to ?? 'assistant');
        if (this.#phase === undefined) this.#openPhase('chat', undefined, when);
        this.#opening = {said, when};
        return;
      case 'send':
        this.#sentUs = when.timeUs;
        return;
      case 'usage':
        this.#settle();
        this.#usage = {usage: toUsage(said.input, said.output), when};
        return;
      case 'turn': {
        if (this.#phase?.name !== said.phase) this.#openPhase(said.phase, undefined, when);
        this.#reply(said.speaker, said.text, when);
        const other = this.#role(said.other, when);
        this.#tellSystem(other, said.system, when);
        this.#tell(other, said.text, when);
        return;
      }
      case 'reply':
        if (!said.isSure && this.#usage === undefined) return;
        this.#reply(said.speaker, said.text, when);
        return;
      case 'note':
        if (said.name === TOTALS) return;
        this.#event({kind: 'log', name: said.name, text: said.text}, when);
    }
  }

  #openPhase(name: string, model: string | undefined, {timeUs, at}: When): void {
    this.#endPhase();
    this.#phases++;
    const spanId = `phase-${String(this.#phases)}`;
    this.#span({spanId, parentId: ROOT, kind: 'chain', name, startUs: timeUs, derivedId: true}, at);
    this.#phase = {spanId, name, model, roles: new Map()};
  }

  #endPhase(): void {
    const phase = this.#phase;
    if (phase !== undefined) this.#tellOpening(this.#opening?.said.to ?? 'assistant');
    this.#phase = undefined;
    if (phase === undefined) return;
    const at: Locator = {kind: 'bytes', offset: 0, length: 0};
    for (const {transcript} of phase.roles.values()) transcript.flush(at, this.facts);
    if (this.#lastUs !== undefined) this.#patch(phase.spanId, {endUs: this.#lastUs}, at);
  }

  #role(name: string, when: When): Role {
    if (this.#phase === undefined) this.#openPhase('chat', undefined, when);
    const phase = this.#phase;
    const known = phase?.roles.get(name);
    if (known !== undefined) return known;
    const spanId = `${phase?.spanId ?? ROOT}/${name}`;
    const parentId = phase?.spanId ?? ROOT;
    const agent = {kind: 'agent' as const, name, agentName: name, agentId: spanId};
    this.#span({spanId, parentId, ...agent, derivedId: true}, when.at);
    const transcript = new Transcript(this.#traceId, spanId, this.#numbers);
    const role = {spanId, name, transcript, knowsSystem: false};
    if (phase !== undefined && phase.roles.size < MAX_ROLES) phase.roles.set(name, role);
    return role;
  }

  /** The first message of a chat is for the role that answers it. */
  #tellOpening(name: string): void {
    const opening = this.#opening;
    this.#opening = undefined;
    if (opening === undefined) return;
    const role = this.#role(name, opening.when);
    this.#tellSystem(role, opening.said.system, opening.when);
    this.#tell(role, opening.said.text, opening.when);
  }

  #tellSystem(role: Role, system: string, {at}: When): void {
    if (role.knowsSystem || system === '') return;
    role.knowsSystem = true;
    role.transcript.hear({role: 'system', parts: [{kind: 'text', text: system}]}, at, this.facts);
  }

  #tell(role: Role, text: string, {at}: When): void {
    role.transcript.hear({role: 'user', parts: [{kind: 'text', text}]}, at, this.facts);
  }

  #reply(speaker: string, text: string, when: When): void {
    this.#tellOpening(speaker);
    const role = this.#role(speaker, when);
    const told = this.#usage;
    this.#usage = undefined;
    const spanId = this.#call(role, told?.usage, told?.when ?? when);
    const message: Message = {role: 'assistant', parts: [{kind: 'text', text}]};
    role.transcript.ask(spanId, when.at, this.facts);
    role.transcript.answer(spanId, [message], when.at, this.facts);
  }

  /** Tokens of a call whose reply was never printed: a retry, mostly. */
  #settle(): void {
    const told = this.#usage;
    this.#usage = undefined;
    if (told !== undefined) this.#call(undefined, told.usage, told.when);
  }

  #call(role: Role | undefined, usage: Usage | undefined, {timeUs, at}: When): string {
    this.#replies++;
    const spanId = `reply-${String(this.#replies)}`;
    this.#span(
      {
        spanId,
        parentId: role?.spanId ?? this.#phase?.spanId ?? ROOT,
        kind: 'llm',
        name: 'chat',
        model: this.#phase?.model,
        startUs: this.#sentUs,
        endUs: timeUs,
        usage,
        roundId: spanId,
        agentName: role?.name,
        agentId: role?.spanId,
        derivedId: true,
      },
      at,
    );
    this.#sentUs = undefined;
    return spanId;
  }

  #span(draft: Loose<Omit<SpanDraft, 'traceId'>>, at: Locator): void {
    const span = compact<SpanDraft>({...draft, traceId: this.#traceId});
    this.facts.push({kind: 'span', span, at});
  }

  #patch(spanId: string, fields: Loose<Partial<SpanDraft>>, at: Locator): void {
    const patch = compact<Partial<SpanDraft>>(fields);
    this.facts.push({kind: 'span-patch', traceId: this.#traceId, spanId, patch, at});
  }

  #event(draft: Pick<SpanEventDraft, 'kind' | 'name' | 'text'>, {timeUs, at}: When): void {
    const spanId = this.#phase?.spanId ?? ROOT;
    const ids = {traceId: this.#traceId, spanId, timeUs};
    this.facts.push({kind: 'event', event: compact<SpanEventDraft>({...ids, ...draft}), at});
  }
}

type Loose<T> = {readonly [K in keyof T]: T[K] | undefined} & Pick<
  T,
  Extract<keyof T, 'spanId' | 'kind' | 'name'>
>;

const ROOT = 'run';
/** Sums and a price of the whole run. */
const TOTALS = 'Software Info';

function toUsage(inputTokens: number | undefined, outputTokens: number | undefined): Usage {
  return compact<Usage>({inputTokens, outputTokens, source: 'reported'});
}
