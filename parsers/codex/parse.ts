import type {Fact, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {isExecType, readExecEvent} from './exec-stream.js';
import {finishThread} from './finish.js';
import {createReading} from './reading.js';
import type {Reading} from './reading.js';
import {isRolloutLine, readLegacyLine, readRolloutLine} from './rollout-line.js';

export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = createReading();
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.records()) {
    signal.throwIfAborted();
    for (const {value, at} of batch) {
      last = at;
      const problem = readLine(reading, value, at);
      if (problem === undefined) tally.accept();
      else tally.refuse({code: 'not-a-record', severity: 'data-loss', message: problem, at});
    }
    if (reading.facts.length > 0) {
      const facts = reading.facts;
      reading.facts = [];
      yield facts;
    }
  }
  finishThread(reading, last);
  yield reading.facts;
  return undefined;
}

/** Why a line is not usable; undefined = it was read. */
function readLine(reading: Reading, value: JsonValue, at: Locator): string | undefined {
  if (!isObject(value)) return 'a line of a rollout must be a JSON object';
  if (isRolloutLine(value)) return readRolloutLine(reading, value, at);
  const type = textOf(value, 'type');
  if (type !== undefined && isExecType(type)) {
    readExecEvent(reading, {value, type, at});
    return undefined;
  }
  return readLegacyLine(reading, value, at);
}
