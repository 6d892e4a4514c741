import {isArray, isObject} from '../api.js';
import type {Fact, JsonValue, Locator, ParseContext, RecordEvent, RecordSource} from '../api.js';
import {pushCallFacts} from '../common/call-facts.js';
import {ConversationTracker} from '../common/conversation.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {TraceAnnouncer} from '../common/trace-announcer.js';
import {readRow} from './read-row.js';

const ELEMENTS = ['data[]', '[]'];

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ELEMENTS, new LitellmReading(context));
}

class LitellmReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #tracker = new ConversationTracker();
  readonly #traces = new TraceAnnouncer();

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    this.#row(event.value, event.at, out);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const list = isObject(event.value) ? event.value.data : event.value;
    if (list !== undefined && isArray(list)) this.#tally.accept();
    else this.#row(event.value, event.at, out);
  }

  #row(value: JsonValue, at: Locator, out: Fact[]): void {
    if (!isObject(value) || !('call_type' in value || 'request_id' in value)) {
      const message = 'no request of LiteLLM: neither call_type nor request_id';
      this.#tally.refuse({code: 'not-litellm', severity: 'data-loss', message, at});
      return;
    }
    const row = readRow(value, at);
    const {traceId, spanId} = row.span;
    if (row.sessionId !== undefined) this.#traces.session(traceId, row.sessionId, out);
    pushCallFacts(row, at, this.#tracker, out);
    if (row.retries > 0) {
      const text = `${String(row.retries)} retries before this answer`;
      out.push({kind: 'event', event: {traceId, spanId, kind: 'retry', name: 'retry', text}, at});
    }
    this.#tally.accept();
  }
}
