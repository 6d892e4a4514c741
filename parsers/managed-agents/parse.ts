import {isArray, isObject} from '../api.js';
import type {Fact, JsonObject, Locator, ParseContext, RecordEvent, RecordSource} from '../api.js';
import {textOf} from '../common/fields.js';
import {Oddities} from '../common/oddities.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {ListNumbers} from '../common/transcript.js';
import {readRecord} from './record.js';
import {Session} from './session.js';

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, [], new SessionReading(context));
}

class SessionReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #oddities = new Oddities();
  readonly #numbers = new ListNumbers();
  #session: Session | undefined;
  #last: Locator | undefined;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  /** No pattern is asked for. */
  element(event: RecordEvent & {kind: 'element'}): void {
    this.#refuse(event.at);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const {at} = event;
    const record = readRecord(event.value);
    if (record === undefined) {
      this.#refuse(at);
      return;
    }
    const {payload, method} = record;
    this.#last = at;
    // What the client sent comes back in the stream, with an id and a time.
    if (isArray(payload)) {
      if (method === undefined) this.#refuse(at);
      else this.#tally.accept();
      return;
    }
    if (!isObject(payload) || textOf(payload, 'type') === undefined) {
      this.#refuse(at);
      return;
    }
    if (payload.type === 'session') this.#begin(payload, at, out);
    else this.#running(payload, at, out).event(payload, at, out);
    this.#tally.accept();
  }

  end(out: Fact[]): void {
    if (this.#last !== undefined) this.#session?.finish(this.#last, out);
    out.push(...this.#oddities.take());
  }

  #begin(raw: JsonObject, at: Locator, out: Fact[]): Session {
    this.#session?.finish(at, out);
    const session = new Session(textOf(raw, 'id') ?? 'session', this.#numbers, this.#oddities);
    session.begin(raw, at, out);
    this.#session = session;
    return session;
  }

  /** A stream that was recorded alone does not name its session: its first event does. */
  #running(first: JsonObject, at: Locator, out: Fact[]): Session {
    if (this.#session !== undefined) return this.#session;
    const session = new Session(
      `session-of-${textOf(first, 'id') ?? ''}`,
      this.#numbers,
      this.#oddities,
    );
    session.begin(undefined, at, out);
    this.#session = session;
    return session;
  }

  #refuse(at: Locator): void {
    const message = 'neither an event nor a session, alone or as [method, payload]';
    this.#tally.refuse({code: 'not-a-session-event', severity: 'data-loss', message, at});
  }
}
