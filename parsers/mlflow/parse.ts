import {isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {unfold} from '../common/unfold.js';
import {readSpan} from './read-span.js';
import {pushTrace} from './trace-facts.js';

/** One trace, a list of them, the artifact of one; rows of a search come as values. */
const ELEMENTS = ['data.spans[]', '[].data.spans[]', 'traces[].data.spans[]', 'spans[]'];

/** Traces remembered, so that each is told once; when full, some are told again, which adds nothing. */
const MAX_TOLD = 50_000;

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ELEMENTS, new MlflowReading(context));
}

class MlflowReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  /** MLflow's ids of the traces that were told. */
  readonly #told = new Set<string>();
  #lastTraceId: string | undefined;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    const traceId = this.#span(event.value, event.at, out);
    const trace = event.above.find((object) => isObject(object.info ?? null));
    this.#lastTraceId = traceId ?? this.#lastTraceId;
    const info = trace === undefined ? undefined : objectOf(trace, 'info');
    if (info !== undefined && traceId !== undefined) this.#tell(info, traceId, event.at, out);
  }

  /** What was not told with a span: a trace without spans, or one whose `info` stands behind them. */
  rest(event: RecordEvent & {kind: 'rest'}, out: Fact[]): void {
    const {value, at} = event;
    const isOne = isObject(value);
    for (const trace of tracesOf(value)) {
      const info = isObject(trace) ? objectOf(trace, 'info') : undefined;
      if (info !== undefined) this.#tell(info, isOne ? this.#lastTraceId : undefined, at, out);
    }
    this.#lastTraceId = undefined;
  }

  #tell(info: JsonObject, traceId: string | undefined, at: Locator, out: Fact[]): void {
    const key = textOf(info, 'trace_id') ?? textOf(info, 'request_id') ?? '';
    if (this.#told.has(key)) return;
    if (this.#told.size >= MAX_TOLD) this.#told.clear();
    this.#told.add(key);
    pushTrace(info, traceId, at, out);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const {value, at} = event;
    if (isArray(value) && value.length === 0) {
      this.#tally.accept();
      return;
    }
    let found = false;
    for (const row of tracesOf(value)) {
      const trace = isObject(row) ? (row.trace ?? row) : row;
      found = this.#trace(unfold(trace), at, out) || found;
    }
    if (found) this.#tally.accept();
    else this.#refuse('not-mlflow', 'no info and no data.spans[] here', at);
  }

  /** A trace that is read whole: without spans, or from a column of a table. */
  #trace(value: JsonValue, at: Locator, out: Fact[]): boolean {
    if (!isObject(value)) return false;
    const info = objectOf(value, 'info');
    const spans = objectOf(value, 'data')?.spans;
    let traceId: string | undefined;
    if (spans !== undefined && isArray(spans)) {
      for (const raw of spans) {
        const span = isObject(raw) ? readSpan(raw, at) : undefined;
        if (span === undefined) continue;
        traceId ??= span.traceId;
        pushSpanFacts(span, at, this.#spans, out);
      }
    }
    if (info !== undefined) this.#tell(info, traceId, at, out);
    return info !== undefined || traceId !== undefined;
  }

  #span(value: JsonValue, at: Locator, out: Fact[]): string | undefined {
    const span = isObject(value) ? readSpan(value, at) : undefined;
    if (span === undefined) {
      this.#refuse('span-without-trace', 'no span of MLflow: it names no trace', at);
      return undefined;
    }
    pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
    return span.traceId;
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}

function tracesOf(value: JsonValue): readonly JsonValue[] {
  if (isArray(value)) return value;
  const traces = isObject(value) ? value.traces : undefined;
  return traces !== undefined && isArray(traces) ? traces : [value];
}
