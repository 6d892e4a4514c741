import {compact, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordSource,
  SpanEventDraft,
} from '../api.js';
import {textOf} from '../common/fields.js';
import {Oddities} from '../common/oddities.js';
import {PlainFacts} from '../common/plain-span.js';
import {idOf, readEvent, readOutcome, readSpan, readTimeField} from './read-line.js';

const VERSION = 1;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const {resume} = context;
  const from = resume === undefined ? {} : {fromOffset: resume.offset, fromLine: resume.line};
  const reading = new LineReading(context);
  for await (const batch of source.records(from)) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) {
      if (event.kind === 'value') reading.read(event.value, event.at, facts);
    }
    if (facts.length > 0) yield facts;
  }
  const last = [...reading.end()];
  // Each line stands alone: there is nothing to remember but the place, which the reader knows.
  if (source.container === 'json-lines') last.push({kind: 'checkpoint', state: null});
  if (last.length > 0) yield last;
  return undefined;
}

class LineReading {
  readonly #tally: ParseContext['tally'];
  readonly #facts = new PlainFacts();
  readonly #oddities = new Oddities();

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  end(): readonly Fact[] {
    return this.#oddities.take();
  }

  read(value: JsonValue, at: Locator, out: Fact[]): void {
    if (!isObject(value)) {
      this.#refuse('not-an-object', 'a line that is no object', at);
      return;
    }
    const version = value.whatbroke;
    if (version !== undefined && version !== VERSION) {
      this.#refuse('unknown-version', 'a line of another version of the format than 1', at);
      return;
    }
    const traceId = idOf(value.trace);
    if (traceId === undefined) {
      // The marker may stand alone in the first line.
      if (Object.keys(value).every((key) => key === 'whatbroke')) this.#tally.accept();
      else this.#refuse('line-without-trace', 'a line without "trace"', at);
      return;
    }
    const isUseful = [
      this.#span(value, traceId, at, out),
      this.#event(value, traceId, at, out),
      this.#outcome(value, traceId, out),
    ].some(Boolean);
    if (isUseful) this.#tally.accept();
    else this.#refuse('line-without-content', 'a line without "span", "event" or "outcome"', at);
  }

  #span(raw: JsonObject, traceId: string, at: Locator, out: Fact[]): boolean {
    const spanId = idOf(raw.span);
    // Of an event, "span" is the span that it happened in.
    if (spanId === undefined || raw.event !== undefined) return false;
    const {span, patch, basis, problems} = readSpan(raw, traceId, spanId);
    for (const message of problems) {
      this.#oddities.note({code: 'unreadable-field', severity: 'notice', message, at}, message);
    }
    this.#facts.trace(traceId, span.sessionId, basis, out);
    const messages = {in: raw.messages ?? undefined, out: raw.reply ?? undefined};
    if (patch === undefined) this.#facts.span(span, messages, at, out);
    else {
      out.push({kind: 'span-patch', traceId, spanId, patch, at});
      this.#facts.messages(span, messages, at, out);
    }
    return true;
  }

  #event(raw: JsonObject, traceId: string, at: Locator, out: Fact[]): boolean {
    if (raw.event === undefined) return false;
    const event = readEvent(raw, traceId);
    if (event === undefined) return false;
    const time = readTimeField(raw.time);
    if (time !== undefined) {
      this.#facts.trace(traceId, textOf(raw, 'session'), time.hasZone ? 'utc' : 'naive-local', out);
    }
    out.push({kind: 'event', event: compact<SpanEventDraft>({...event, timeUs: time?.us}), at});
    return true;
  }

  #outcome(raw: JsonObject, traceId: string, out: Fact[]): boolean {
    const outcome = readOutcome(raw);
    if (outcome === undefined) return false;
    out.push({kind: 'trace', trace: {traceId, outcome}});
    return true;
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}
