import {getField, isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
} from '../api.js';
import {padHexId} from '../common/ids.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {documentOf, isSpanDocument} from './span-document.js';
import {readSpan, readTags} from './read-span.js';

/** The API's answer, one saved trace, a list of saved traces, a search in Jaeger's ElasticSearch index. */
const ELEMENTS = ['data[].spans[]', 'spans[]', '[].spans[]', 'hits.hits[]'];
const HIT = 3;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = new JaegerReading(context);
  for await (const batch of source.records({elements: ELEMENTS})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) reading.read(event, facts);
    if (facts.length > 0) yield facts;
  }
  const last = reading.end();
  if (last.length > 0) yield last;
  return undefined;
}

class JaegerReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  #above: readonly JsonObject[] | undefined;
  #warned = 0;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  read(event: RecordEvent, out: Fact[]): void {
    switch (event.kind) {
      case 'element': {
        if (event.pattern === HIT) {
          this.#span(documentOf(event.value), undefined, event.at, out);
          return;
        }
        const trace = event.above.at(-1);
        if (event.above !== this.#above) {
          this.#above = event.above;
          if (trace !== undefined) this.#processes(trace, out);
        }
        this.#span(event.value, trace, event.at, out);
        return;
      }
      case 'value':
        if (isSpanDocument(event.value)) {
          this.#span(documentOf(event.value), undefined, event.at, out);
        } else this.#value(event.value, event.at, out);
        return;
      case 'rest':
        // Jaeger writes `processes` behind `spans`.
        for (const trace of tracesOf(event.value)) this.#processes(trace, out);
        this.#above = undefined;
        return;
    }
  }

  end(): readonly Fact[] {
    if (this.#warned === 0) return [];
    const message = 'Jaeger warned about spans (clock skew, duplicates): see jaeger.warnings';
    const count = this.#warned;
    const diagnostic = {code: 'jaeger-warnings', severity: 'notice', message, count} as const;
    return [{kind: 'diagnostic', diagnostic}];
  }

  #span(value: JsonValue, trace: JsonObject | undefined, at: Locator, out: Fact[]): void {
    if (!isObject(value)) {
      this.#refuse('not-an-object', 'a span that is no object', at);
      return;
    }
    const span = readSpan(value, padHexId(trace?.traceID), at);
    if (span === undefined) {
      this.#refuse('span-without-trace', 'a span without a trace id', at);
      return;
    }
    if (span.attributes.has('jaeger.warnings')) this.#warned++;
    pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
  }

  /** Serves each span through its `jaeger.processID`: a patch per span would double the facts. */
  #processes(trace: JsonObject, out: Fact[]): void {
    const traceId = padHexId(trace.traceID);
    const processes = trace.processes;
    if (traceId === undefined || processes === undefined || !isObject(processes)) return;
    for (const id of Object.keys(processes)) {
      const process = getField(processes, id);
      if (process === undefined || !isObject(process)) continue;
      const tags = readTags(process.tags);
      if (typeof process.serviceName === 'string') tags.set('service.name', process.serviceName);
      this.#spans.traces.attributes(traceId, `process.${id}`, tags, out);
    }
  }

  /** No span in it: an answer or a trace that is empty is fine. */
  #value(value: JsonValue, at: Locator, out: Fact[]): void {
    const traces = tracesOf(value);
    const isEmpty = isObject(value) && isArray(value.data ?? null);
    if (traces.length === 0 && !isEmpty) {
      this.#refuse('not-jaeger', 'no data[].spans[] and no spans[] here', at);
      return;
    }
    for (const trace of traces) this.#processes(trace, out);
    this.#tally.accept();
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}

function tracesOf(value: JsonValue): readonly JsonObject[] {
  if (isArray(value)) return value.filter(isTrace);
  if (!isObject(value)) return [];
  const {data} = value;
  if (data !== undefined && isArray(data)) return data.filter(isTrace);
  return isTrace(value) ? [value] : [];
}

function isTrace(value: JsonValue): value is JsonObject {
  return isObject(value) && 'traceID' in value;
}
