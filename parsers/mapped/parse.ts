import {UserError, compact, getField, isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordSource,
  SpanDraft,
  SpanEventDraft,
} from '../api.js';
import {Oddities} from '../common/oddities.js';
import {PlainFacts} from '../common/plain-span.js';
import type {MapSpec} from './map-spec.js';
import {readMap} from './read-map.js';
import {readRecord} from './read-record.js';
import type {MappedRecord} from './read-record.js';

/** @throws UserError when there is no map, or one that cannot be read */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  if (context.map === undefined) {
    throw new UserError('the format "mapped" needs a map', {
      next: 'name one with --map FILE; `whatbroke formats --sample FILE` proposes one',
    });
  }
  const spec = readMap(context.map);
  const reading = new MappedReading(spec, context);
  const {resume} = context;
  const from = resume === undefined ? {} : {fromOffset: resume.offset, fromLine: resume.line};
  const elements = spec.records.length === 0 ? {} : {elements: spec.records};
  for await (const batch of source.records({...elements, ...from})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) {
      if (event.kind === 'element') reading.record(event.value, event.above, event.at, facts);
      else if (event.kind === 'value') reading.value(event.value, event.at, facts);
    }
    if (facts.length > 0) yield facts;
  }
  const last = [...reading.end()];
  if (source.container === 'json-lines') last.push({kind: 'checkpoint', state: null});
  if (last.length > 0) yield last;
  return undefined;
}

class MappedReading {
  readonly #spec: MapSpec;
  readonly #tally: ParseContext['tally'];
  readonly #facts = new PlainFacts();
  readonly #oddities = new Oddities();

  constructor(spec: MapSpec, context: ParseContext) {
    this.#spec = spec;
    this.#tally = context.tally;
  }

  /** A top-level value in which no element matched. */
  value(value: JsonValue, at: Locator, out: Fact[]): void {
    if (this.#spec.records.length === 0) {
      if (isArray(value)) {
        const message = 'a list: say in the map where its records are, "records: []"';
        this.#tally.refuse({code: 'not-a-record', severity: 'data-loss', message, at});
      } else this.record(value, [], at, out);
      return;
    }
    if (this.#spec.records.some((pattern) => hasEmptyList(value, pattern))) {
      this.#tally.accept();
      return;
    }
    const message = `no record at ${this.#spec.records.join(' or ')} here`;
    this.#tally.refuse({code: 'no-record', severity: 'data-loss', message, at});
  }

  record(value: JsonValue, above: readonly JsonObject[], at: Locator, out: Fact[]): void {
    if (!isObject(value)) {
      const message = 'a record that is no object';
      this.#tally.refuse({code: 'not-an-object', severity: 'data-loss', message, at});
      return;
    }
    this.#tally.accept();
    const record = readRecord(this.#spec, value, above, at);
    this.#note(record, at);
    const {span} = record;
    if (record.kind === 'skip') return;
    this.#facts.trace(span.traceId, span.sessionId, record.timeBasis, out);
    if (record.kind === 'user-turn') pushUserTurn(record, at, out);
    else if (record.kind === 'end') this.#end(record, at, out);
    else this.#facts.span(span, record.messages, at, out);
  }

  end(): readonly Fact[] {
    return this.#oddities.take();
  }

  /** The record tells how a span ended that an earlier one started. */
  #end({span, messages}: MappedRecord, at: Locator, out: Fact[]): void {
    if (span.derivedId === true) {
      const message = 'an end without the id of its span was passed over';
      this.#oddities.note({code: 'end-without-span', severity: 'data-loss', message, at});
      return;
    }
    const {traceId, spanId} = span;
    const patch = compact<Partial<SpanDraft>>({
      endUs: span.endUs ?? span.startUs,
      unfinished: false,
      status: span.status,
      statusMessage: span.statusMessage,
      errorType: span.errorType,
      output: span.output,
      usage: span.usage,
      finishReason: span.finishReason,
      model: span.model,
      attributes: span.attributes,
    });
    out.push({kind: 'span-patch', traceId, spanId, patch, at});
    this.#facts.messages(span, messages, at, out);
  }

  #note({kind, unknownKind, badTime, lacksId}: MappedRecord, at: Locator): void {
    if (unknownKind !== undefined) {
      const shown = unknownKind.slice(0, 80);
      const message = `no rule of the map says what kind "${shown}" is: read as other`;
      this.#oddities.note({code: 'unmapped-kind', severity: 'info', message, at}, shown);
    }
    if (badTime !== undefined) {
      const message = `"${badTime.slice(0, 80)}" is no time in the unit that the map gives`;
      this.#oddities.note({code: 'unreadable-time', severity: 'notice', message, at});
    }
    if (lacksId && kind !== 'user-turn' && kind !== 'skip' && kind !== 'end') {
      const message = 'records without the id that the map names: known by their place';
      this.#oddities.note({code: 'record-without-id', severity: 'notice', message, at});
    }
  }
}

function pushUserTurn({span, text}: MappedRecord, at: Locator, out: Fact[]): void {
  out.push({
    kind: 'event',
    event: compact<SpanEventDraft>({
      traceId: span.traceId,
      spanId: span.parentId,
      kind: 'user-turn',
      name: 'user',
      timeUs: span.startUs,
      text,
      attributes: span.attributes,
    }),
    at,
  });
}

/** The list that a pattern leads into is there: no record in it is fine. */
function hasEmptyList(value: JsonValue, pattern: string): boolean {
  const [keys = ''] = pattern.split(/\[\]|\{\}/);
  let list: JsonValue | undefined = value;
  for (const key of keys === '' ? [] : keys.split('.')) {
    list = isObject(list) ? getField(list, key) : undefined;
  }
  return isArray(list) || (pattern.startsWith(`${keys}{}`) && isObject(list));
}
