import type {Fact, JsonObject, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {Task} from './task.js';
import {isUiMessage} from './sniff.js';

/** One document, rewritten whole: a task, message by message. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const task = new Task();
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.records({elements: ['[]']})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') continue;
      last = at;
      const message: JsonObject | undefined =
        isObject(value) && isUiMessage(value) ? value : undefined;
      if (message === undefined) {
        const text = 'expected a message with ts and type ask or say';
        tally.refuse({code: 'not-a-message', severity: 'data-loss', message: text, at});
      } else {
        task.read(message, at);
        tally.accept();
      }
    }
    yield task.facts.splice(0);
  }
  task.finish(last);
  yield task.facts.splice(0);
  return undefined;
}
