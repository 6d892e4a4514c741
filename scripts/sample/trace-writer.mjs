// A small tracer with its own clock: spans in OTLP JSON as the Collector's file exporter writes them
// (one request a line, spans in the order in which they ended). Deterministic: same seed, same bytes.
import {createHash} from 'node:crypto';

/** mulberry32: small, seeded, good enough to vary durations. */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function toValue(value) {
  if (typeof value === 'boolean') return {boolValue: value};
  if (typeof value === 'number') {
    return Number.isInteger(value) ? {intValue: String(value)} : {doubleValue: value};
  }
  if (Array.isArray(value)) return {arrayValue: {values: value.map(toValue)}};
  return {stringValue: value};
}

export function toAttributes(fields) {
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ({key, value: toValue(value)}));
}

/** Spans a line: the exporter's batch. */
const BATCH = 16;

export class TraceWriter {
  constructor({seed, startMs, resource, scope}) {
    this.random = createRandom(seed);
    this.seed = seed;
    this.nowNs = BigInt(startMs) * 1_000_000n;
    this.resource = resource;
    this.scope = scope;
    this.traceId = this.makeId('trace').slice(0, 32);
    this.ended = [];
    this.count = 0;
  }

  makeId(text) {
    return createHash('sha256').update(`${this.seed}/${text}`).digest('hex');
  }

  /** Lets `minMs` to `maxMs` pass. */
  pass(minMs, maxMs) {
    const ms = minMs + (maxMs - minMs) * this.random();
    this.nowNs += BigInt(Math.round(ms * 1000)) * 1000n;
  }

  open(name, parent, attributes, kind = 1) {
    this.count += 1;
    return {
      traceId: this.traceId,
      spanId: this.makeId(`span ${this.count}`).slice(0, 16),
      ...(parent === undefined ? {} : {parentSpanId: parent.spanId}),
      name,
      kind,
      startTimeUnixNano: String(this.nowNs),
      attributes: {...attributes},
      events: [],
    };
  }

  event(span, name, attributes) {
    const timeUnixNano = String(this.nowNs);
    span.events.push({timeUnixNano, name, attributes: toAttributes(attributes)});
  }

  close(span, {attributes = {}, error} = {}) {
    const {events, ...head} = span;
    this.ended.push({
      ...head,
      endTimeUnixNano: String(this.nowNs),
      attributes: toAttributes({...span.attributes, ...attributes}),
      ...(events.length === 0 ? {} : {events}),
      status: error === undefined ? {} : {code: 2, message: error},
    });
  }

  toJsonLines() {
    const lines = [];
    for (let from = 0; from < this.ended.length; from += BATCH) {
      const spans = this.ended.slice(from, from + BATCH);
      lines.push(
        JSON.stringify({
          resourceSpans: [
            {
              resource: {attributes: toAttributes(this.resource)},
              scopeSpans: [{scope: this.scope, spans}],
            },
          ],
        }),
      );
    }
    return `${lines.join('\n')}\n`;
  }
}
