import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {getField, isArray, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {within} from '../common/places.js';
import {ListNumbers} from '../common/transcript.js';
import {isAgentChatMessage} from './sniff.js';
import {TeamRun} from './team-run.js';

const NO_MESSAGE = {
  code: 'not-a-message',
  severity: 'data-loss',
  message: 'expected a message with source and type',
} as const;

/** One run per task result or state; a bare list, or a file of lines, is one run. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const runs = new Runs();
  for await (const batch of source.records({elements: ['[]', 'messages[]']})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') runs.close(value, at);
      else if (isObject(value) && runs.read(value, at)) tally.accept();
      else tally.refuse({...NO_MESSAGE, at});
    }
    yield runs.take();
  }
  runs.close({}, {kind: 'bytes', offset: 0, length: 0});
  yield runs.take();
  return undefined;
}

class Runs {
  readonly #facts: Fact[] = [];
  readonly #numbers = new ListNumbers();
  #run: TeamRun | undefined;
  #count = 0;

  read(value: JsonObject, at: Locator): boolean {
    if (textOf(value, 'type') === 'TeamState') {
      this.#readState(value, at);
      return true;
    }
    if (isAgentChatMessage(value)) {
      this.#open().read(value, at);
      return true;
    }
    // `team.run_stream` ends with the result, which repeats the messages.
    const stop = textOf(value, 'stop_reason');
    if (stop !== undefined && 'messages' in value) {
      this.#open().stop(stop, at);
      return true;
    }
    return false;
  }

  close(rest: JsonValue, at: Locator): void {
    const run = this.#run;
    if (run === undefined) return;
    this.#run = undefined;
    const stop = isObject(rest) ? textOf(rest, 'stop_reason') : undefined;
    if (stop !== undefined) run.stop(stop, at);
    run.finish(at);
    this.#facts.push(...run.facts.splice(0));
  }

  take(): readonly Fact[] {
    if (this.#run !== undefined) this.#facts.push(...this.#run.facts.splice(0));
    return this.#facts.splice(0);
  }

  #open(): TeamRun {
    if (this.#run !== undefined) return this.#run;
    this.#count++;
    this.#run = new TeamRun(`run-${String(this.#count)}`, this.#numbers);
    return this.#run;
  }

  /** `save_state`: the manager of the group chat holds the thread. */
  #readState(value: JsonObject, at: Locator): void {
    const states = objectOf(value, 'agent_states') ?? {};
    for (const [name, state] of Object.entries(states)) {
      const thread =
        state !== undefined && isObject(state) ? getField(state, 'message_thread') : undefined;
      if (thread === undefined || !isArray(thread)) continue;
      const run = this.#open();
      for (const [index, raw] of thread.entries()) {
        const place = within(at, `/agent_states/${name}/message_thread/${String(index)}`);
        if (isObject(raw)) run.read(raw, place);
      }
      this.close({}, at);
    }
  }
}
