import type {Fact, JsonObject, Locator, ParseContext, RecordSource} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {readEvalInfo} from '../common/inspect/eval-info.js';
import {readEventList, readSample} from '../common/inspect/sample.js';
import {Oddities} from '../common/oddities.js';

const NO_SAMPLE = {
  code: 'not-a-sample',
  severity: 'data-loss',
  message: 'a sample of an Inspect log must be an object',
} as const;

const NO_LOG = {
  code: 'not-an-inspect-log',
  severity: 'data-loss',
  message: 'expected an object with eval, or with events',
} as const;

/** Samples come one by one: the largest of them is what is held. `eval` stands before them. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const oddities = new Oddities();
  for await (const batch of source.records({elements: ['samples[]']})) {
    for (const record of batch) {
      signal.throwIfAborted();
      const {kind, value, at} = record;
      if (kind === 'element') {
        if (!isObject(value)) {
          tally.refuse({...NO_SAMPLE, at});
          continue;
        }
        const info = readEvalInfo(record.above[0]);
        yield* readSample({sample: value, info, at, oddities});
        tally.accept();
        continue;
      }
      if (kind === 'rest') continue;
      // A log without samples, or a bare list of events.
      if (isObject(value) && (isArray(getField(value, 'events')) || 'eval' in value)) {
        yield* readWhole(value, at, oddities);
        tally.accept();
      } else tally.refuse({...NO_LOG, at});
    }
  }
  yield oddities.take();
  return undefined;
}

function* readWhole(
  value: JsonObject,
  at: Locator,
  oddities: Oddities,
): Generator<readonly Fact[], undefined> {
  const events = getField(value, 'events');
  if (isArray(events)) {
    yield* readEventList(events, {sample: value, at, oddities});
    return undefined;
  }
  oddities.note({
    code: 'no-samples',
    severity: 'info',
    message: 'the log has a header and no samples: no run to show',
    at,
  });
  return undefined;
}
