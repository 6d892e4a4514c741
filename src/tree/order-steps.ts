import type {StateEventKind} from '../model/facts.js';
import {placeEvents} from './place-events.js';
import type {RunEvent} from './run-view.js';
import type {SpanTable} from './span-table.js';
import {NO_STEP, toStepKindCode} from './step-rows.js';
import type {StepKind} from './step-table.js';

/** Steps in run order: a span row or an event each. */
export interface OrderedSteps {
  readonly count: number;
  readonly kind: Uint8Array;
  /** -1 for an event. */
  readonly spanRow: Int32Array;
  /** -1 for a span. */
  readonly eventIndex: Int32Array;
}

/** Merges the rows that are steps with the events that change the state. */
export function orderSteps(
  spans: SpanTable,
  stepKind: Uint8Array,
  events: readonly RunEvent[],
): OrderedSteps {
  const slots = placeEvents(spans, events);
  const eventSteps = [...events.keys()].filter((i) => toEventStep(events[i]?.kind) !== undefined);
  eventSteps.sort((a, b) => (slots[a] ?? 0) - (slots[b] ?? 0) || a - b);
  let count = eventSteps.length;
  for (let row = 0; row < spans.count; row++) if (stepKind[row] !== NO_STEP) count++;
  const kind = new Uint8Array(count);
  const spanRow = new Int32Array(count).fill(-1);
  const eventIndex = new Int32Array(count).fill(-1);
  let step = 0;
  let next = 0;
  for (let row = 0; row <= spans.count; row++) {
    for (; next < eventSteps.length; next++) {
      const index = eventSteps[next] ?? 0;
      if ((slots[index] ?? 0) > row) break;
      kind[step] = toStepKindCode(toEventStep(events[index]?.kind) ?? 'other');
      eventIndex[step++] = index;
    }
    if (row === spans.count || stepKind[row] === NO_STEP) continue;
    kind[step] = stepKind[row] ?? 0;
    spanRow[step++] = row;
  }
  return {count, kind, spanRow, eventIndex};
}

/** Exceptions, limits and log lines are evidence, not acts: they change nothing. */
function toEventStep(kind: StateEventKind | undefined): StepKind | undefined {
  switch (kind) {
    case 'user-turn':
    case 'compaction':
    case 'agent-start':
    case 'retry':
    case 'state':
      return kind;
    case 'exception':
    case 'limit':
    case 'log':
    case undefined:
      return undefined;
  }
}
