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
    const span = isObject(value) ? readAny(value, at) : undefined;
    if (span === undefined) {
      const message = 'no span of Phoenix: it has no trace id under context';
      this.#tally.refuse({code: 'span-without-trace', severity: 'data-loss', message, at});
      return;
    }
    pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
  }
}

const NOTHING = {resource: new Map(), scope: {}} as const;

/** `GET /spans/otlpv1` answers the same list in OTLP's words. */
function readAny(value: JsonObject, at: Locator): ReturnType<typeof readSpan> {
  return isOtlpSpan(value) ? readOtlpSpan(value, NOTHING, at) : readSpan(value, at);
}
