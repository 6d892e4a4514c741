import type {RunEvent} from './run-view.js';
import type {SpanTable} from './span-table.js';

/**
 * For each event, how many span rows come before it (0..count): what the event itself says, else
 * its time, else right after its span, else with the event before it. An event without a span comes
 * before the spans of the same microsecond: a user turn precedes the call it causes. O(rows + events log rows).
 */
export function placeEvents(spans: SpanTable, events: readonly RunEvent[]): Int32Array {
  const reached = buildReachedTimes(spans);
  const slots = new Int32Array(events.length);
  let previous = 0;
  for (const [i, event] of events.entries()) {
    if (event.rowsBefore !== undefined) previous = Math.min(event.rowsBefore, spans.count);
    else if (event.timeUs !== undefined) {
      previous = countBefore(reached, event.timeUs, event.spanRow >= 0);
      // An event of a span is never placed before the span itself.
      if (event.spanRow >= previous) previous = event.spanRow + 1;
    } else if (event.spanRow >= 0) previous = event.spanRow + 1;
    slots[i] = previous;
  }
  return slots;
}

/** Start of each row, or of the last row before it that has one: never falls. */
function buildReachedTimes({count, startUs}: SpanTable): Float64Array {
  const reached = new Float64Array(count);
  let last = -Infinity;
  for (let row = 0; row < count; row++) {
    const start = startUs[row] ?? NaN;
    if (start > last) last = start;
    reached[row] = last;
  }
  return reached;
}

function countBefore(reached: Float64Array, timeUs: number, afterEqual: boolean): number {
  let low = 0;
  let high = reached.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const start = reached[middle] ?? 0;
    if (start < timeUs || (afterEqual && start === timeUs)) low = middle + 1;
    else high = middle;
  }
  return low;
}
