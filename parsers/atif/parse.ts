import type {Fact, JsonObject, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {readStep} from './read-step.js';
import {Trajectories} from './trajectories.js';

const NO_STEP = {
  code: 'not-a-step',
  severity: 'data-loss',
  message: 'a step must be an object with source "system", "user" or "agent"',
} as const;

/** One document per trajectory; JSON lines and arrays of them are read too. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const trajectories = new Trajectories();
  for await (const batch of source.records({elements: ['steps[]', '[].steps[]']})) {
    signal.throwIfAborted();
    for (const record of batch) {
      const {kind, value, at} = record;
      if (kind === 'element') {
        const about: JsonObject = record.above.at(-1) ?? {};
        const session = trajectories.open(about, at);
        if (isObject(value) && readStep(session, value, about, at)) tally.accept();
        else tally.refuse({...NO_STEP, at});
      } else if (kind === 'rest') trajectories.close(value, at);
      else if (isObject(value)) {
        trajectories.open(value, at);
        trajectories.close(value, at);
        tally.accept();
      } else {
        tally.refuse({...NO_STEP, message: 'expected a trajectory with steps', at});
      }
    }
    yield trajectories.take();
  }
  trajectories.finish();
  yield trajectories.take();
  return undefined;
}
