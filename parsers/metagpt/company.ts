import type {Fact, JsonObject, Locator, Message, SpanDraft, SpanEventDraft, Usage} from '../api.js';
import {compact, isObject} from '../api.js';
import {AgentCrew} from '../common/agent-crew.js';
import {textOf} from '../common/fields.js';
import {parseJsonText} from '../common/json-text.js';
import {Oddities} from '../common/oddities.js';
import type {LoguruEntry} from '../common/text-log/loguru.js';
import {ListNumbers} from '../common/transcript.js';

/** `Alice(Product Manager): to do WritePRD(WritePRD)`; older: `ready to WritePRD`. */
const ACTION = /^(.{1,120}?)\((.{1,120}?)\): (?:to do|ready to) ([\w.]+)/;
const TOKENS = /prompt_tokens: (\d+), completion_tokens: (\d+)/;
const REQUIREMENT = /^New requirement detected: ([\s\S]*)$/;
const PUBLISHED = /^publish_message: (\{[\s\S]*\})\s*$/;
const BROKE = /Insufficient funds|NoMoneyException|max budget/i;
/** Functions that write what a call cost. */
const COST = /^(?:update_costs?|_update_costs?)$/;

/** Characters of one reply that are held until its tokens are told. */
const MAX_PRINTED = 8_000_000;
const TOO_MUCH = {
  code: 'reply-too-long',
  severity: 'data-loss',
  message: 'expected at most 8,000,000 characters of one reply; what followed was left out',
} as const;

/** What the log told last that tokens may come for. */
interface Printed {
  readonly text: string;
  readonly at: Locator;
}

/** One company at work: roles, their actions, and the replies that each action printed. */
export class Company {
  readonly facts: Fact[] = [];
  readonly #crew: AgentCrew;
  readonly #numbers = new ListNumbers();
  readonly #oddities = new Oddities();
  #actions = 0;
  #replies = 0;
  #action: {readonly spanId: string; readonly agent: string; hasReply: boolean} | undefined;
  /** Text since the last reply; replies are printed as they stream in, before their tokens are known. */
  #printed: Printed | undefined;
  #firstUs: number | undefined;
  #lastUs: number | undefined;
  hasActed = false;

  constructor(traceId: string) {
    this.#crew = new AgentCrew(traceId, this.facts);
  }

  read({timeUs, level, where, text: whole}: LoguruEntry, at: Locator): void {
    this.#crew.root('MetaGPT', at);
    this.#firstUs ??= timeUs;
    this.#lastUs = timeUs ?? this.#lastUs;
    // A message of one line, and what was printed below it.
    const end = whole.indexOf('\n');
    const line = (end < 0 ? whole : whole.slice(0, end)).trimEnd();
    const below = end < 0 ? '' : whole.slice(end + 1).trim();
    const tokens = COST.test(where) ? TOKENS.exec(line) : null;
    const action = ACTION.exec(line);
    const isLong = level === 'WARNING' || level === 'ERROR' || level === 'CRITICAL';
    if (tokens !== null) this.#reply({timeUs, at}, toUsage(tokens[1], tokens[2]));
    else if (action !== null) this.#act(action, {timeUs, at});
    else if (isLong) this.#warn({level, text: whole.trimEnd(), timeUs, at});
    else this.#say(whole.trimEnd(), line, {timeUs, at});
    if (below !== '' && !isLong) this.#print(below, at);
  }

  finish(): readonly Fact[] {
    const {traceId, rootId} = this.#crew;
    this.#settle();
    if (this.#firstUs !== undefined) {
      const patch = compact<Partial<SpanDraft>>({startUs: this.#firstUs, endUs: this.#lastUs});
      const at: Locator = {kind: 'bytes', offset: 0, length: 0};
      this.facts.push(
        {kind: 'span-patch', traceId, spanId: rootId, patch, at},
        {kind: 'trace', trace: {traceId, timeBasis: 'naive-local'}},
      );
    }
    this.facts.push(...this.#oddities.take());
    return this.facts.splice(0);
  }

  #act([, name = '', profile = '', action = '']: RegExpExecArray, {timeUs, at}: When): void {
    this.#settle();
    this.hasActed = true;
    this.#actions++;
    const agent = `${name}(${profile})`;
    const spanId = `action-${String(this.#actions)}`;
    const span = compact<SpanDraft>({
      traceId: this.#crew.traceId,
      spanId,
      parentId: this.#crew.spanOf(agent, at),
      kind: 'chain',
      name: action,
      agentName: agent,
      agentId: agent,
      startUs: timeUs,
      derivedId: true,
    });
    this.facts.push({kind: 'span', span, at});
    this.#action = {spanId, agent, hasReply: false};
  }

  #print(text: string, at: Locator): void {
    const before = this.#printed;
    if (before !== undefined && before.text.length > MAX_PRINTED) {
      this.#oddities.note({...TOO_MUCH, at});
      return;
    }
    this.#printed =
      before === undefined ? {text, at} : {text: `${before.text}\n${text}`, at: before.at};
  }

  /** Versions that print no tokens still print the reply: what an action printed is one. */
  #settle(): void {
    const action = this.#action;
    const printed = this.#printed;
    if (action !== undefined && !action.hasReply && printed !== undefined) {
      this.#reply({timeUs: undefined, at: printed.at}, undefined);
    }
    this.#printed = undefined;
    this.#action = undefined;
  }

  #reply({timeUs, at}: When, usage: Usage | undefined): void {
    const {traceId, rootId} = this.#crew;
    const action = this.#action;
    this.hasActed = true;
    this.#replies++;
    const spanId = `reply-${String(this.#replies)}`;
    const span = compact<SpanDraft>({
      traceId,
      spanId,
      parentId: action?.spanId ?? rootId,
      kind: 'llm',
      name: 'chat',
      endUs: timeUs,
      usage,
      roundId: spanId,
      agentName: action?.agent,
      agentId: action?.agent,
      derivedId: true,
    });
    this.facts.push({kind: 'span', span, at});
    if (action !== undefined) action.hasReply = true;
    const printed = this.#printed;
    this.#printed = undefined;
    if (printed === undefined) return;
    const message: Message = {role: 'assistant', parts: [{kind: 'text', text: printed.text}]};
    const id = this.#numbers.next();
    const list = {id, add: [message], release: [id]};
    this.facts.push({kind: 'messages', traceId, spanId, direction: 'out', list, at: printed.at});
  }

  #warn(told: When & {readonly level: string; readonly text: string}): void {
    const {level, text, timeUs, at} = told;
    const {traceId, rootId} = this.#crew;
    if (BROKE.test(text)) {
      const said = text.slice(0, 300);
      const verdict = {traceId, spanId: rootId, kind: 'limit', said, saidBy: 'MetaGPT'} as const;
      this.facts.push({
        kind: 'verdict',
        verdict: timeUs === undefined ? verdict : {...verdict, timeUs},
        at,
      });
    }
    const kind = level === 'WARNING' ? ('log' as const) : ('exception' as const);
    this.#event({kind, name: level.toLowerCase(), text}, {timeUs, at});
  }

  #say(whole: string, line: string, when: When): void {
    const requirement = REQUIREMENT.exec(line);
    if (requirement !== null) {
      this.#event({kind: 'user-turn', name: 'requirement', text: requirement[1] ?? ''}, when);
      return;
    }
    const published = PUBLISHED.exec(whole) ?? PUBLISHED.exec(line);
    const message = published === null ? undefined : parseJsonText(published[1] ?? '');
    if (message !== undefined && isObject(message)) this.#published(message, when);
  }

  /** Environments log what they pass on where the level is DEBUG. */
  #published(message: JsonObject, when: When): void {
    const text = textOf(message, 'content');
    const isUser = /UserRequirement$/.test(textOf(message, 'cause_by') ?? '');
    if (isUser) {
      this.#event({kind: 'user-turn', name: 'requirement', text}, when);
      return;
    }
    const from = textOf(message, 'sent_from') ?? textOf(message, 'role') ?? 'nobody';
    this.#event({kind: 'log', name: `${from} -> all`, text}, when);
  }

  #event(
    draft: Pick<SpanEventDraft, 'kind' | 'name'> & {readonly text?: string | undefined},
    {timeUs, at}: When,
  ): void {
    const {traceId, rootId} = this.#crew;
    const spanId = this.#action?.spanId ?? rootId;
    const event = compact<SpanEventDraft>({traceId, spanId, timeUs, ...draft});
    this.facts.push({kind: 'event', event, at});
  }
}

interface When {
  readonly timeUs: number | undefined;
  readonly at: Locator;
}

function toUsage(input = '', output = ''): Usage {
  return {inputTokens: Number(input), outputTokens: Number(output), source: 'reported'};
}
