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
import {textOf} from '../common/fields.js';
import {Oddities} from '../common/oddities.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {IngestionBatch} from './batch.js';
import {BeeaiEvents} from './beeai.js';
import {readObservation} from './read-observation.js';
import {isBatchItem, isObservation, isScoreRow, isTraceRow} from './shapes.js';
import {pushScoreRow, pushTrace} from './trace-facts.js';

/** A trace (also as an answer of the SDK), an ingestion batch, an answer of the API, a session, an array of rows. */
const ELEMENTS = ['observations[]', 'data.observations[]', 'batch[]', 'data[]', 'traces[]', '[]'];
const OBSERVATIONS = 1;

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ELEMENTS, new LangfuseReading(context));
}

class LangfuseReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  readonly #oddities = new Oddities();
  readonly #batch = new IngestionBatch(this.#spans, this.#oddities);
  readonly #beeai = new BeeaiEvents();
  /** The document whose elements are being read, as far as it is known: told when it ends. */
  #open: {readonly document: JsonObject; readonly at: Locator} | undefined;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    if (event.pattern <= OBSERVATIONS) {
      const document = event.above.at(-1);
      if (document !== undefined) this.#open = {document, at: event.at};
      this.#row(event.value, event.at, traceOf(document), out);
    } else {
      this.#row(event.value, event.at, undefined, out);
    }
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const {value, at} = event;
    // A trace without observations, an answer without rows, a batch without events.
    if (
      isObject(value) &&
      !isRow(value) &&
      (this.#document(value, at, out) || isEmptyList(value))
    ) {
      this.#tally.accept();
    } else if (isArray(value) && value.length === 0) this.#tally.accept();
    else this.#row(value, at, undefined, out);
  }

  rest(event: RecordEvent & {kind: 'rest'}, out: Fact[]): void {
    this.#open = undefined;
    if (isObject(event.value)) this.#document(event.value, event.at, out);
  }

  end(out: Fact[]): void {
    // The document was cut off: what stood before its observations is known all the same.
    if (this.#open !== undefined) this.#document(this.#open.document, this.#open.at, out);
    out.push(...this.#oddities.take());
  }

  /** `{trace, observations}` of a download, or the trace itself (API). */
  #document(value: JsonObject, at: Locator, out: Fact[]): boolean {
    const {trace, data} = value;
    if (trace !== undefined && isObject(trace)) return pushTrace(trace, at, out);
    if (data !== undefined && isObject(data)) return this.#document(data, at, out);
    if (!('timestamp' in value) && !('observations' in value)) return false;
    return pushTrace(value, at, out);
  }

  #row(value: JsonValue, at: Locator, traceId: string | undefined, out: Fact[]): void {
    if (!isObject(value)) {
      this.#refuse('not-an-object', 'an observation that is no object', at);
      return;
    }
    if (this.#read(value, at, traceId, out)) this.#tally.accept();
    else {
      const message = 'a record without a trace id, or of no known shape of Langfuse';
      this.#refuse('not-langfuse', message, at);
    }
  }

  #read(value: JsonObject, at: Locator, traceId: string | undefined, out: Fact[]): boolean {
    if (isBatchItem(value)) return this.#batch.read(value, at, out);
    const {observations} = value;
    if (observations !== undefined && isArray(observations)) {
      return this.#nested(value, observations, at, out);
    }
    if (isScoreRow(value)) return pushScoreRow(value, traceId, at, out);
    if (isTraceRow(value) && !isObservation(value)) return pushTrace(value, at, out);
    return this.#observation(value, at, traceId, out);
  }

  #observation(value: JsonObject, at: Locator, traceId: string | undefined, out: Fact[]): boolean {
    const span = readObservation(value, at, {traceId});
    if (span === undefined) return false;
    this.#beeai.read(span, value.output, at, out);
    pushSpanFacts(span, at, this.#spans, out);
    return true;
  }

  /** A whole trace as one element of a list. The list of ids that rows of the API have is no list of observations. */
  #nested(
    value: JsonObject,
    observations: readonly JsonValue[],
    at: Locator,
    out: Fact[],
  ): boolean {
    const isTrace = this.#document(value, at, out);
    for (const [index, observation] of observations.entries()) {
      if (!isObject(observation)) continue;
      const place = inside(at, `/observations/${String(index)}`);
      this.#observation(observation, place, traceOf(value), out);
    }
    return isTrace;
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}

function isRow(value: JsonObject): boolean {
  return isObservation(value) || isScoreRow(value) || isBatchItem(value);
}

function isEmptyList(value: JsonObject): boolean {
  return [value.data, value.batch, value.traces].some(
    (list) => list !== undefined && isArray(list),
  );
}

function traceOf(document: JsonObject | undefined): string | undefined {
  if (document === undefined) return undefined;
  const {trace} = document;
  return textOf(trace !== undefined && isObject(trace) ? trace : document, 'id');
}

function inside(at: Locator, path: string): Locator {
  if (at.kind === 'row') return at;
  return {...at, pointer: `${at.pointer ?? ''}${path}`};
}
