import type {RawSpan} from './raw-span.js';

/** Graphs that are remembered until they end. */
const MAX_OPEN = 100_000;

/**
 * OpenTelemetry instrumentations of LangGraph.js do not say which chain is a whole graph, that is
 * an agent with its loop: `researcher` (the graph), `agent` (a node) and `prompt` (a function) look
 * alike. But only a graph has a child named after LangGraph's START, and it ends before the graph:
 *
 *     __start__        parent a1      a1 is a graph
 *     agent            parent a1
 *     researcher       span a1        the graph: an agent
 */
export class GraphRuns {
  readonly #open = new Set<string>();

  /** True if the span is a graph of which a start was seen before. */
  isGraph(raw: RawSpan): boolean {
    if (raw.name === '__start__' && raw.parentId !== undefined && this.#open.size < MAX_OPEN) {
      this.#open.add(keyOf(raw.traceId, raw.parentId));
    }
    return this.#open.size > 0 && this.#open.delete(keyOf(raw.traceId, raw.spanId));
  }
}

const keyOf = (traceId: string, spanId: string): string => `${traceId} ${spanId}`;
