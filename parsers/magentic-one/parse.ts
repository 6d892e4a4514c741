import type {Fact, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {textOf} from '../common/fields.js';
import {Oddities} from '../common/oddities.js';
import {ListNumbers} from '../common/transcript.js';
import {MagenticRun, USER} from './run.js';

const UNUSABLE = {
  code: 'unusable-record',
  severity: 'data-loss',
  message: 'expected an event with source and message, or a message with role and content',
} as const;

/** Several runs are appended to one log: each request of the user begins one. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const state = new Runs();
  let last: Locator = {kind: 'bytes', offset: 0, length: 0};
  for await (const batch of source.records({elements: ['history[]', '[]']})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') continue;
      last = at;
      if (state.read(value, at)) tally.accept();
      else tally.refuse({...UNUSABLE, at});
    }
    yield state.take();
  }
  yield state.finish(last);
  return undefined;
}

class Runs {
  readonly #oddities = new Oddities();
  readonly #numbers = new ListNumbers();
  #facts: Fact[] = [];
  #run: MagenticRun | undefined;
  #runs = 0;

  read(value: JsonValue, at: Locator): boolean {
    if (!isObject(value)) return false;
    const type = textOf(value, 'type');
    const who = textOf(value, 'source') ?? textOf(value, 'role');
    if (type === 'LLMCallEvent') {
      this.#current().holdCall(value, at);
      return true;
    }
    if (type === 'WebSurferEvent' || type === 'AgentEvent') {
      this.#current().act(value, at);
      return true;
    }
    if (type !== undefined && type !== 'OrchestrationEvent') {
      this.#oddities.noteUnknown('events', type, at);
      return true;
    }
    if (who === undefined) return false;
    if (USER.has(who)) this.#next(at);
    const text = textOf(value, 'message') ?? textOf(value, 'content') ?? '';
    this.#current().say(who, text, value, at);
    return true;
  }

  take(): readonly Fact[] {
    if (this.#run !== undefined) this.#facts.push(...this.#run.take());
    return this.#facts.splice(0);
  }

  finish(last: Locator): readonly Fact[] {
    this.#close(last);
    return [...this.#facts.splice(0), ...this.#oddities.take()];
  }

  #current(): MagenticRun {
    if (this.#run !== undefined) return this.#run;
    this.#runs++;
    this.#run = new MagenticRun(`run-${String(this.#runs)}`, this.#oddities, this.#numbers);
    return this.#run;
  }

  #next(at: Locator): void {
    this.#close(at);
    this.#current();
  }

  #close(at: Locator): void {
    const run = this.#run;
    if (run === undefined) return;
    run.finish(at);
    this.#facts.push(...run.take());
    this.#run = undefined;
  }
}
