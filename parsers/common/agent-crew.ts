import type {Fact, Locator, SpanDraft} from '../api.js';
import {compact} from '../api.js';

/** Agents that a log only names: one span each below the root of the trace, sent when it first acts. */
export class AgentCrew {
  readonly traceId: string;
  readonly rootId = 'run';
  readonly #out: Fact[];
  readonly #known = new Set<string>();
  #hasRoot = false;

  constructor(traceId: string, out: Fact[]) {
    this.traceId = traceId;
    this.#out = out;
  }

  root(name: string, at: Locator): void {
    if (this.#hasRoot) return;
    this.#hasRoot = true;
    this.#push({spanId: this.rootId, kind: 'chain', name}, at);
  }

  /** Span of an agent; the root where the log does not say who acts. */
  spanOf(agent: string | undefined, at: Locator): string {
    if (agent === undefined || agent === '') return this.rootId;
    const spanId = `agent:${agent}`;
    if (this.#known.has(agent)) return spanId;
    this.#known.add(agent);
    const name = agent.replace(/\/.*$/, '');
    const ids = {spanId, parentId: this.rootId, kind: 'agent' as const};
    this.#push({...ids, name, agentName: name, agentId: agent}, at);
    return spanId;
  }

  #push(draft: Omit<SpanDraft, 'traceId'>, at: Locator): void {
    const span = compact<SpanDraft>({...draft, traceId: this.traceId, derivedId: true});
    this.#out.push({kind: 'span', span, at});
  }
}
