import type {Locator, StateEventKind} from '../api.js';
import {compact} from '../api.js';
import type {Reading, Thread} from './reading.js';

export function touch(thread: Thread, us: number | undefined): void {
  if (us === undefined) return;
  if (thread.startUs === undefined || us < thread.startUs) thread.startUs = us;
  if (thread.endUs === undefined || us > thread.endUs) thread.endUs = us;
}

/** Where and when something was told. */
export interface Told {
  readonly thread: Thread;
  readonly us: number | undefined;
  readonly at: Locator;
}

export function writeEvent(
  reading: Reading,
  {thread, us, at}: Told,
  event: {
    readonly kind: StateEventKind;
    readonly name: string;
    readonly text?: string | undefined;
    readonly synthetic?: boolean | undefined;
  },
): void {
  reading.facts.push({
    kind: 'event',
    event: compact({traceId: thread.id, spanId: thread.id, timeUs: us, ...event}),
    at,
  });
}
