import {getField, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
} from '../api.js';
import {LogMessages} from '../common/otlp/log-messages.js';
import {pushLogFacts} from '../common/otlp/read-log.js';
import {readResource, readSdkSpan} from '../common/sdk-span.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {toSpanObject} from './store-row.js';

/** A list of spans, a session around one, the input of an AgentCore evaluation, answers of ClickHouse and Elasticsearch. */
const ELEMENTS = ['[]', 'spans[]', 'sessionSpans[]', 'data[]', 'hits.hits[]'];

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const {resume} = context;
  const from = resume === undefined ? {} : {fromOffset: resume.offset, fromLine: resume.line};
  const reading = new DumpReading(context);
  for await (const batch of source.records({elements: ELEMENTS, ...from})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) reading.read(event, facts);
    if (facts.length > 0) yield facts;
  }
  const last: Fact[] = [];
  reading.end(last);
  if (source.container === 'json-lines') last.push({kind: 'checkpoint', state: null});
  if (last.length > 0) yield last;
  return undefined;
}

class DumpReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  readonly #messages = new LogMessages(this.#spans.tracker);

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  read(event: RecordEvent, out: Fact[]): void {
    if (event.kind === 'rest') return;
    const {value, at} = event;
    if (event.kind === 'value' && isEmptyList(value)) this.#tally.accept();
    else if (!isObject(value)) this.#refuse('not-an-object', 'a record that is no object', at);
    else if (isLogRecord(value)) this.#log(value, at, out);
    else this.#span(value, at, out);
  }

  end(out: Fact[]): void {
    this.#messages.end(out);
  }

  #span(raw: JsonObject, at: Locator, out: Fact[]): void {
    const object = toSpanObject(raw);
    const span = readSdkSpan(object, at, readResource(object));
    if (span === undefined) {
      this.#refuse('span-without-trace', 'a span without a trace id', at);
      return;
    }
    pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
  }

  /** CloudWatch mixes log records in: the messages of a span are only there. */
  #log(raw: JsonObject, at: Locator, out: Fact[]): void {
    const {scope} = raw;
    const name = isObject(scope) && typeof scope.name === 'string' ? scope.name : undefined;
    const around = {resource: readResource(raw), scope: name === undefined ? {} : {name}};
    pushLogFacts(raw, around, at, this.#messages, out);
    this.#tally.accept();
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}

function isLogRecord(raw: JsonObject): boolean {
  return (
    getField(raw, 'name') === undefined &&
    (raw.body !== undefined || raw.severityNumber !== undefined) &&
    (raw.timeUnixNano ?? raw.observedTimeUnixNano) !== undefined
  );
}

/** An export without spans is fine. */
function isEmptyList(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  if (!isObject(value)) return false;
  return ['spans', 'sessionSpans', 'data'].some((key) => {
    const list = value[key];
    return Array.isArray(list) && list.length === 0;
  });
}
