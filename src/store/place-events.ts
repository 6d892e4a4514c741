import type {RunEvent} from '../tree/run-view.js';
import type {ReadEvent} from './run-events.js';
import {VERSION_STRIDE} from './schema.js';

/** Where the spans of the run lie, in run order. */
export interface PlacedSpans {
  readonly count: number;
  /** Time that places each row in run order, never falling. */
  readonly placeUs: Float64Array;
  /** First fact of each row, in run order. */
  readonly spanKey: Float64Array;
  /** Row in run order of the span fact at an index of the reading order. */
  readonly rowOfFact: (factIndex: number) => number;
  /** Row in run order of a row in reading order. */
  readonly toRunRow: (row: number) => number;
}

/** Events in run order, each with the number of span rows that come before it. */
export function placeEvents(
  events: readonly ReadEvent[],
  spans: PlacedSpans,
): {
  readonly events: readonly RunEvent[];
  readonly textSig: Int32Array;
  readonly keys: Float64Array;
} {
  const times = buildTimes(events);
  const placed = events.map((read, at) => ({
    read,
    rowsBefore: countRowsBefore(read, spans),
    orderUs: times[at] ?? 0,
  }));
  placed.sort((a, b) => a.rowsBefore - b.rowsBefore || a.orderUs - b.orderUs);
  const textSig = new Int32Array(placed.length);
  const keys = new Float64Array(placed.length);
  const out: RunEvent[] = [];
  placed.forEach(({read, rowsBefore}, at) => {
    textSig[at] = read.textSig;
    keys[at] = read.factId;
    const spanRow = read.spanRow < 0 ? -1 : spans.toRunRow(read.spanRow);
    out.push({...read.event, spanRow, rowsBefore});
  });
  return {events: out, textSig, keys};
}

/** The time of each event, or of the event before it in its version. */
function buildTimes(events: readonly ReadEvent[]): Float64Array {
  const times = new Float64Array(events.length);
  let carriedUs = 0;
  let version = -1;
  events.forEach(({factId, event}, at) => {
    const own = Math.floor(factId / VERSION_STRIDE);
    if (own !== version) carriedUs = 0;
    version = own;
    carriedUs = event.timeUs ?? carriedUs;
    times[at] = carriedUs;
  });
  return times;
}

function countRowsBefore(read: ReadEvent, spans: PlacedSpans): number {
  const {timeUs} = read.event;
  if (timeUs === undefined) {
    return read.factBefore < 0 ? 0 : spans.rowOfFact(read.factBefore) + 1;
  }
  let from = findFirst(spans, (place) => place >= timeUs);
  // Equal times: the rows whose record comes before the event's in the log.
  const to = findFirst(spans, (place) => place > timeUs);
  while (from < to && (spans.spanKey[from] ?? 0) < read.factId) from++;
  return from;
}

function findFirst(spans: PlacedSpans, isReached: (placeUs: number) => boolean): number {
  let low = 0;
  let high = spans.count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isReached(spans.placeUs[middle] ?? Infinity)) high = middle;
    else low = middle + 1;
  }
  return low;
}
