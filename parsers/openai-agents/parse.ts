import {compact, isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
  TraceDraft,
} from '../api.js';
import {pushCallFacts} from '../common/call-facts.js';
import {objectOf, textOf} from '../common/fields.js';
import {Oddities} from '../common/oddities.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {readEventSpan} from './read-event.js';
import {readItem} from './read-span.js';
import {isEvent} from './sniff.js';

/** The exporter's body, a list of traces with their spans, one trace with its spans, an array of items. */
const ELEMENTS = ['data[]', 'traces[].spans[]', 'spans[]', '[]'];

/** Characters of an unknown type that are shown. */
const MAX_SHOWN = 80;

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ELEMENTS, new AgentsReading(context));
}

class AgentsReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  readonly #oddities = new Oddities();
  #told: string | undefined;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    const trace = event.above.at(-1);
    if (trace !== undefined) this.#tell(trace, out);
    this.#item(event.value, event.at, textOf(trace ?? {}, 'id'), out);
  }

  rest(event: RecordEvent & {kind: 'rest'}, out: Fact[]): void {
    const {value} = event;
    if (!isObject(value)) return;
    this.#tell(value, out);
    const {traces} = value;
    if (traces === undefined || !isArray(traces)) return;
    for (const trace of traces) if (isObject(trace)) this.#tell(trace, out);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const {value} = event;
    if (isArray(value) && value.length === 0) {
      this.#tally.accept();
      return;
    }
    const lists = isObject(value) ? [value.data, value.traces, value.spans] : [];
    const list = lists.find((candidate) => candidate !== undefined && isArray(candidate));
    if (list === undefined || !isArray(list) || !isObject(value)) {
      this.#item(value, event.at, undefined, out);
      return;
    }
    this.#tell(value, out);
    for (const trace of list) if (isObject(trace)) this.#tell(trace, out);
    this.#tally.accept();
  }

  end(out: Fact[]): void {
    out.push(...this.#oddities.take());
  }

  #item(value: JsonValue, at: Locator, enclosing: string | undefined, out: Fact[]): void {
    if (isObject(value) && this.#read(value, at, enclosing, out)) {
      this.#tally.accept();
      return;
    }
    const message = 'neither a trace, nor a span that names its trace';
    this.#tally.refuse({code: 'not-openai-agents', severity: 'data-loss', message, at});
  }

  #read(value: JsonObject, at: Locator, enclosing: string | undefined, out: Fact[]): boolean {
    if (isEvent(value)) {
      const span = readEventSpan(value);
      if (span === undefined) return false;
      pushSpanFacts(span, at, this.#spans, out);
      return true;
    }
    if (value.object === 'trace') return this.#traceWithSpans(value, at, out);
    const item = readItem(value, at, enclosing);
    if (item === undefined) return false;
    this.#push(item, at, out);
    return true;
  }

  /** JSON lines with one trace each come whole. */
  #traceWithSpans(trace: JsonObject, at: Locator, out: Fact[]): boolean {
    if (textOf(trace, 'id') === undefined) return false;
    this.#tell(trace, out);
    const {spans} = trace;
    if (spans === undefined || !isArray(spans)) return true;
    for (const [index, raw] of spans.entries()) {
      const place =
        at.kind === 'row' ? at : {...at, pointer: `${at.pointer ?? ''}/spans/${String(index)}`};
      const item = isObject(raw) ? readItem(raw, place, textOf(trace, 'id')) : undefined;
      if (item !== undefined) this.#push(item, place, out);
    }
    return true;
  }

  #push(item: NonNullable<ReturnType<typeof readItem>>, at: Locator, out: Fact[]): void {
    const {traceId, spanId} = item.span;
    pushCallFacts(item, at, this.#spans.tracker, out);
    if (item.unknownType !== undefined) {
      const type = item.unknownType.slice(0, MAX_SHOWN);
      const message = `spans of the unknown type "${type}" are kept as other`;
      this.#oddities.note({code: 'unknown-record-type', severity: 'info', message, at}, type);
    }
    if (item.guardrail === undefined) return;
    const said = `guardrail ${item.guardrail} was triggered`;
    const saidBy = 'OpenAI Agents SDK guardrail';
    out.push({kind: 'verdict', verdict: {traceId, spanId, kind: 'other', said, saidBy}, at});
  }

  /** Traces have no times of their own. */
  #tell(trace: JsonObject, out: Fact[]): void {
    const traceId = textOf(trace, 'id');
    if (trace.object !== 'trace' || traceId === undefined || this.#told === traceId) return;
    this.#told = traceId;
    out.push({
      kind: 'trace',
      trace: compact<TraceDraft>({
        traceId,
        name: textOf(trace, 'workflow_name'),
        sessionId: textOf(trace, 'group_id'),
        timeBasis: 'utc',
        attributes: objectOf(trace, 'metadata'),
      }),
    });
  }
}
