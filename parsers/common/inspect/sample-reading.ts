import type {Fact, JsonObject, Locator, Message} from '../../api.js';
import {ConversationTracker} from '../conversation.js';
import type {Oddities} from '../oddities.js';
import type {Pools} from './refs.js';

/** The span of the sample itself. */
export const SAMPLE = 'sample';

/** A step of a log before 0.3.90, which nests by order and has no ids. */
export interface OpenStep {
  readonly id: string;
  readonly name: string;
}

/** A tool call that was asked for in a sample whose tools left no events. */
export interface AskedSpan {
  readonly spanId: string;
  answered: boolean;
}

/** What the walk over one sample knows. */
export interface SampleReading {
  readonly traceId: string;
  /** Span below which events without a span of their own hang; absent for a bare list of events. */
  readonly rootId: string | undefined;
  readonly at: Locator;
  readonly pools: Pools;
  readonly facts: Fact[];
  readonly tracker: ConversationTracker;
  readonly oddities: Oddities;
  /** Span of a tool's execution -> span of the tool event that it belongs to. */
  readonly aliases: ReadonlyMap<string, string>;
  /** The other way round: the span that a tool event was made one with. */
  readonly mergedSpans: ReadonlyMap<string, string>;
  /** Ids of calls that have a tool event. */
  readonly evented: ReadonlySet<string>;
  /** Call id -> the model call that asked for it. */
  readonly rounds: Map<string, string>;
  readonly asked: Map<string, AskedSpan>;
  /** Normalised messages of the pool, by the object in the pool. */
  readonly seen: WeakMap<JsonObject, Message>;
  readonly steps: Map<string, OpenStep[]>;
  /** Spans that have begun and not ended. */
  readonly openSpans: Set<string>;
  hasTimes: boolean;
  firstUs: number | undefined;
  lastUs: number | undefined;
  hasAgents: boolean;
  hasLimit: boolean;
  error: string | undefined;
}

export function createSampleReading(
  fields: Pick<
    SampleReading,
    'traceId' | 'rootId' | 'at' | 'pools' | 'oddities' | 'aliases' | 'evented'
  >,
): SampleReading {
  return {
    ...fields,
    mergedSpans: new Map([...fields.aliases].map(([span, tool]) => [tool, span])),
    facts: [],
    tracker: new ConversationTracker(),
    rounds: new Map(),
    asked: new Map(),
    seen: new WeakMap(),
    steps: new Map(),
    openSpans: new Set(),
    hasTimes: false,
    firstUs: undefined,
    lastUs: undefined,
    hasAgents: false,
    hasLimit: false,
    error: undefined,
  };
}
