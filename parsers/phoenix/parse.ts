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
import {setField} from '../common/attributes.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {readSpan as readOtlpSpan} from '../common/otlp/read-span.js';
import {readSpan} from './read-span.js';
import {isOtlpSpan} from './sniff.js';

/** An answer of the REST API, a JSON array; JSON lines come as values. */
const ELEMENTS = ['data[]', '[]'];

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ELEMENTS, new PhoenixReading(context));
}

class PhoenixReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    this.#span(event.value, event.at, out);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const {value} = event;
    const list = isObject(value) ? value.data : value;
    if (list !== undefined && isArray(list)) this.#tally.accept();
    else this.#span(value, event.at, out);
  }

  #span(value: JsonValue, at: Locator, out: Fact[]): void {
    const spans = rowsOfColumns(value).flatMap((row) => {
      const span = isObject(row) ? readAny(row, at) : undefined;
      return span === undefined ? [] : [span];
    });
    if (spans.length === 0) {
      const message = 'no span of Phoenix: it has no trace id under context';
      this.#tally.refuse({code: 'span-without-trace', severity: 'data-loss', message, at});
      return;
    }
    for (const span of spans) pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
  }
}

const NOTHING = {resource: new Map(), scope: {}} as const;

/** `GET /spans/otlpv1` answers the same list in OTLP's words. */
function readAny(value: JsonObject, at: Locator): ReturnType<typeof readSpan> {
  return isOtlpSpan(value) ? readOtlpSpan(value, NOTHING, at) : readSpan(value, at);
}

/** `to_json()` without `orient` writes columns, `{"context.span_id": {"0": …, "1": …}}`: their rows. Other values as they are. */
function rowsOfColumns(value: JsonValue): readonly JsonValue[] {
  const ids = isObject(value) ? value['context.span_id'] : undefined;
  if (!isObject(value) || ids === undefined || !isObject(ids)) return [value];
  const rows = new Map(Object.keys(ids).map((index) => [index, emptyRow()] as const));
  for (const key of Object.keys(value)) {
    const column = value[key];
    if (column === undefined || !isObject(column)) continue;
    for (const [index, row] of rows) setField(row, key, getField(column, index) ?? null);
  }
  return [...rows.values()];
}

function emptyRow(): Record<string, JsonValue> {
  return {};
}
