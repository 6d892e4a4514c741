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
import {readAttributes} from '../common/attributes.js';
import type {RawScope} from '../common/raw-span.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {LogMessages} from '../common/otlp/log-messages.js';
import {pushLogFacts} from '../common/otlp/read-log.js';
import {readSpan} from '../common/otlp/read-span.js';
import type {SpanSurroundings} from '../common/otlp/read-span.js';
import {ELEMENTS, KNOWN_KEYS, kindOfElement} from './shapes.js';

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const {resume} = context;
  const from = resume === undefined ? {} : {fromOffset: resume.offset, fromLine: resume.line};
  const reading = new OtlpReading(context);
  for await (const batch of source.records({elements: ELEMENTS, ...from})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) reading.read(event, facts);
    if (facts.length > 0) yield facts;
  }
  const last: Fact[] = [];
  reading.end(last);
  // Each line stands alone: there is nothing to remember but the place, which the reader knows.
  if (source.container === 'json-lines') last.push({kind: 'checkpoint', state: null});
  if (last.length > 0) yield last;
  return undefined;
}

const NOTHING: SpanSurroundings = {resource: new Map(), scope: {}};

class OtlpReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  readonly #messages = new LogMessages(this.#spans.tracker);
  #above: readonly JsonObject[] | undefined;
  #around: SpanSurroundings = NOTHING;
  #withoutResource = false;
  #metrics = 0;
  #lateResources = 0;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  read(event: RecordEvent, out: Fact[]): void {
    switch (event.kind) {
      case 'element': {
        this.#enter(event.above);
        this.#element(event.pattern, event.value, event.at, out);
        return;
      }
      case 'value':
        this.#value(event.value, event.at);
        return;
      case 'rest':
        if (this.#withoutResource) this.#lateResources += countResources(event.value);
        this.#withoutResource = false;
        this.#above = undefined;
        return;
    }
  }

  end(out: Fact[]): void {
    this.#messages.end(out);
    this.#note(out, 'metrics-ignored', this.#metrics, 'metrics are no part of a run');
    const message = 'a resource stands behind its spans: its attributes are not on them';
    this.#note(out, 'late-resource', this.#lateResources, message);
  }

  #note(out: Fact[], code: string, count: number, message: string): void {
    if (count === 0) return;
    const severity = code === 'metrics-ignored' ? 'info' : 'notice';
    out.push({kind: 'diagnostic', diagnostic: {code, severity, message, count}});
  }

  /** Resource and scope are the two innermost objects around a span; they are the same for many. */
  #enter(above: readonly JsonObject[]): void {
    if (above === this.#above) return;
    this.#above = above;
    const block = above.at(-2);
    const inner = above.at(-1);
    const resource = block?.resource;
    if (resource === undefined) this.#withoutResource = true;
    this.#around = {
      resource:
        resource !== undefined && isObject(resource)
          ? readAttributes(resource.attributes)
          : new Map(),
      scope: readScope(
        inner?.scope ?? inner?.instrumentationLibrary ?? inner?.instrumentation_library,
      ),
    };
  }

  #element(pattern: number, value: JsonValue, at: Locator, out: Fact[]): void {
    const kind = kindOfElement(pattern);
    if (kind === 'metric') {
      this.#metrics++;
      this.#tally.accept();
      return;
    }
    if (!isObject(value)) {
      this.#refuse('not-an-object', `a ${kind} that is no object`, at);
      return;
    }
    if (kind === 'log') {
      pushLogFacts(value, this.#around, at, this.#messages, out);
      this.#tally.accept();
      return;
    }
    const span = readSpan(value, this.#around, at);
    if (span === undefined) {
      this.#refuse('span-without-trace', 'a span without a trace id', at);
      return;
    }
    pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
  }

  /** A value without any span: an empty export is fine, anything else is not OTLP. */
  #value(value: JsonValue, at: Locator): void {
    const isEmpty = isArray(value) ? value.every(isKnown) : isKnown(value);
    if (isEmpty) this.#tally.accept();
    else this.#refuse('not-otlp', 'no resourceSpans, resourceLogs or resourceMetrics here', at);
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}

function isKnown(value: JsonValue): boolean {
  if (!isObject(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 0 || KNOWN_KEYS.some((key) => Object.hasOwn(value, key));
}

function readScope(raw: JsonValue | undefined): RawScope {
  if (raw === undefined || !isObject(raw)) return {};
  const {name, version} = raw;
  return {
    ...(typeof name === 'string' && name !== '' ? {name} : {}),
    ...(typeof version === 'string' && version !== '' ? {version} : {}),
  };
}

/** Blocks that still hold a resource after their spans were sent had it behind them. */
function countResources(rest: JsonValue): number {
  let count = 0;
  for (const document of isArray(rest) ? rest : [rest]) {
    if (!isObject(document)) continue;
    for (const list of Object.values(document)) {
      if (list === undefined || !isArray(list)) continue;
      for (const block of list) {
        if (isObject(block) && isObject(block.resource ?? null)) count++;
      }
    }
  }
  return count;
}
