import type {Fact, JsonObject, ParseContext, RecordSource} from '../api.js';
import {textOf} from '../common/fields.js';
import {Threads} from './threads.js';

/** Checkpoints first, without their state; then the writes in the order in which they were made. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const threads = new Threads();
  for (const table of ['checkpoints', 'writes'] as const) {
    for await (const batch of source.rows(table)) {
      signal.throwIfAborted();
      for (const {row, at} of batch) {
        const problem = isKeyed(row)
          ? table === 'checkpoints'
            ? threads.checkpoint(row, at)
            : threads.write(row, at)
          : 'a row without thread_id and checkpoint_id';
        if (problem === undefined) tally.accept();
        else tally.refuse({code: 'unusable-row', severity: 'data-loss', message: problem, at});
      }
      if (threads.facts.length > 0) yield threads.facts.splice(0);
    }
  }
  threads.finish();
  yield threads.facts.splice(0);
  return undefined;
}

function isKeyed(row: JsonObject): boolean {
  return textOf(row, 'thread_id') !== undefined && textOf(row, 'checkpoint_id') !== undefined;
}
