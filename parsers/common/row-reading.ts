import {isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
} from '../api.js';
import {pushCallFacts} from './call-facts.js';
import type {CallRecord} from './call-facts.js';
import {ConversationTracker} from './conversation.js';
import {parseElements} from './parse-elements.js';
import type {ElementReading} from './parse-elements.js';
import {TraceAnnouncer} from './trace-announcer.js';

export interface RowFacts {
  /** Absent where the row is understood and makes no span: the trace itself. */
  readonly call?: CallRecord;
  readonly sessionId?: string | undefined;
  readonly traceId: string;
  readonly more?: readonly Fact[];
}

export interface RowFormat {
  /** Patterns under which rows stand; a row may also be a whole value. */
  readonly elements: readonly string[];
  /** Undefined where the row is none of this format. `above` encloses it. */
  read(row: JsonObject, at: Locator, above: readonly JsonObject[]): RowFacts | undefined;
  /** What stood around the rows. */
  rest?(value: JsonObject, at: Locator): RowFacts | undefined;
  readonly expected: string;
}

/** `parse` of a platform's export: one row, one call, parents by id. */
export function parseRows(
  format: RowFormat,
): (source: RecordSource, context: ParseContext) => AsyncIterable<readonly Fact[]> {
  return (source, context) =>
    parseElements(source, context, format.elements, new RowReading(format, context));
}

class RowReading implements ElementReading {
  readonly #format: RowFormat;
  readonly #tally: ParseContext['tally'];
  readonly #tracker = new ConversationTracker();
  readonly #traces = new TraceAnnouncer();

  constructor(format: RowFormat, {tally}: ParseContext) {
    this.#format = format;
    this.#tally = tally;
  }

  element({value, at, above}: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    this.#row(value, at, above, out);
  }

  value({value, at}: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    this.#row(value, at, [], out);
  }

  rest({value, at}: RecordEvent & {kind: 'rest'}, out: Fact[]): void {
    const facts = isObject(value) ? this.#format.rest?.(value, at) : undefined;
    if (facts !== undefined) this.#push(facts, at, out);
  }

  #row(value: JsonValue, at: Locator, above: readonly JsonObject[], out: Fact[]): void {
    const facts = isObject(value) ? this.#format.read(value, at, above) : undefined;
    if (facts === undefined) {
      const message = `expected ${this.#format.expected}`;
      this.#tally.refuse({code: 'unusable-record', severity: 'data-loss', message, at});
      return;
    }
    this.#push(facts, at, out);
    this.#tally.accept();
  }

  #push({call, traceId, sessionId, more}: RowFacts, at: Locator, out: Fact[]): void {
    if (sessionId !== undefined) this.#traces.session(traceId, sessionId, out);
    if (call !== undefined) pushCallFacts(call, at, this.#tracker, out);
    if (more !== undefined) out.push(...more);
  }
}
