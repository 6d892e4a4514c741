import type {JsonObject, Locator, StateEventKind} from '../api.js';
import {compact} from '../api.js';
import type {Reading, Session} from './reading.js';

/** Something that was told, where and when. */
export interface Told {
  readonly session: Session;
  readonly value: JsonObject;
  readonly us: number | undefined;
  readonly at: Locator;
}

export function writeEvent(
  reading: Reading,
  {session, us, at}: Told,
  event: {
    readonly kind: StateEventKind;
    readonly name: string;
    readonly text?: string | undefined;
    readonly tokensBefore?: number | undefined;
    readonly tokensAfter?: number | undefined;
  },
): void {
  reading.facts.push({
    kind: 'event',
    event: compact({traceId: session.id, spanId: session.id, timeUs: us, ...event}),
    at,
  });
}
