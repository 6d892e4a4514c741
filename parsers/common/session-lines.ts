import type {Fact, JsonObject, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';

/** One pass over the records of a session log. */
export interface LineReading {
  /** Facts so far; taken out after each batch. */
  readonly facts: Fact[];
  /** False where the record is not usable. */
  read(value: JsonObject, at: Locator): boolean;
  /** Sends what is known at the end only. */
  finish(last: Locator): void;
}

/** `parse` of a format whose records are read one by one, each an object. */
export function parseSessionLines(
  open: (source: RecordSource) => LineReading | Promise<LineReading>,
  expected: string,
): (source: RecordSource, context: ParseContext) => AsyncGenerator<readonly Fact[], undefined> {
  return async function* parse(source, {signal, tally}) {
    const reading = await open(source);
    let last: Locator = {kind: 'bytes', offset: 0, length: 0};
    for await (const batch of source.records()) {
      signal.throwIfAborted();
      for (const {value, at} of batch) {
        last = at;
        if (isObject(value) && reading.read(value, at)) tally.accept();
        else {
          const message = `expected ${expected}`;
          tally.refuse({code: 'unusable-record', severity: 'data-loss', message, at});
        }
      }
      if (reading.facts.length > 0) yield reading.facts.splice(0);
    }
    reading.finish(last);
    yield reading.facts.splice(0);
    return undefined;
  };
}
