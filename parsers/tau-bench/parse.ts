import type {Fact, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {Oddities} from '../common/oddities.js';
import {ListNumbers} from '../common/transcript.js';
import {UniqueNames} from '../common/unique-names.js';
import {readRun} from './run.js';
import type {Reading} from './reading.js';

/** Runs are independent: each is read whole. */
const PATTERNS = ['[]', 'simulations[]'];

export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading: Reading = {
    facts: [],
    numbers: new ListNumbers(),
    oddities: new Oddities(),
    traceIds: new UniqueNames(),
  };
  for await (const batch of source.records({elements: PATTERNS})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') continue;
      // A value without elements is one run, or a file without runs.
      const isEmpty = Array.isArray(value) || (isObject(value) && value.simulations !== undefined);
      if (isEmpty || (isObject(value) && readRun(reading, value, at))) tally.accept();
      else {
        tally.refuse({
          code: 'not-a-run',
          severity: 'data-loss',
          message: 'a run must be an object with task_id and a list of messages',
          at,
        });
      }
    }
    if (reading.facts.length > 0) {
      const facts = reading.facts;
      reading.facts = [];
      yield facts;
    }
  }
  yield reading.oddities.take();
  return undefined;
}
