import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {finishRun} from './finish.js';
import {readMessage} from './read-message.js';
import {createReading} from './reading.js';
import type {Reading} from './reading.js';

/** Messages come one by one; `info` may come before or after them. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = createReading();
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.records({elements: ['messages[]', '[]']})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'element') {
        last = at;
        if (takeMessage(reading, value, at)) tally.accept();
        else tally.refuse({...NO_MESSAGE, at});
        continue;
      }
      // The document around the messages, or a document without any.
      const isRun = isObject(value) || isArray(value);
      if (isObject(value)) keepInfo(reading, value, at);
      if (kind === 'rest') continue;
      if (isRun) tally.accept();
      else tally.refuse({...NO_MESSAGE, at});
    }
    if (reading.facts.length > 0) yield reading.facts.splice(0);
  }
  releaseHeld(reading, true);
  finishRun(reading, last);
  yield reading.facts;
  return undefined;
}

const NO_MESSAGE = {
  code: 'not-a-message',
  severity: 'data-loss',
  message: 'a message of a trajectory must be an object with a role',
} as const;

/** A message is read when the next one is there: the last one may be the harness's own farewell. */
function takeMessage(reading: Reading, value: JsonValue, at: Locator): boolean {
  if (!isObject(value) || textOf(value, 'role') === undefined) return false;
  releaseHeld(reading, false);
  reading.held = {value, at};
  return true;
}

function releaseHeld(reading: Reading, isLast: boolean): void {
  const held = reading.held;
  if (held === undefined) return;
  reading.held = undefined;
  readMessage(reading, {...held, isLast});
}

function keepInfo(reading: Reading, value: JsonObject, at: Locator): void {
  reading.info = objectOf(value, 'info');
  reading.instanceId = textOf(value, 'instance_id');
  reading.format = textOf(value, 'trajectory_format');
  reading.infoAt = at;
}
