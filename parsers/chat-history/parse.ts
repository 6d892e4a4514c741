import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {isEmpty, omitFields, textOf} from '../common/fields.js';
import {within} from '../common/places.js';
import {ListNumbers} from '../common/transcript.js';
import {Chat} from './chat.js';
import {LISTS, findList, isChatMessage, isToolLine} from './shape.js';

const NO_MESSAGE = {
  code: 'not-a-message',
  severity: 'data-loss',
  message: 'expected a message with a role (or name) and content',
} as const;

const IDS = [
  'instance_id',
  'task_id',
  'question_ID',
  'question_id',
  'session_id',
  'conversation_id',
  'run_id',
  'id',
];

/** One run per object with a list, or one for a bare list or for lines of messages. */
export async function* parse(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const runs = new Runs();
  const elements = ['[]', ...LISTS.map((key) => `${key}[]`)];
  for await (const batch of source.records({elements})) {
    signal.throwIfAborted();
    for (const record of batch) {
      const {kind, value, at} = record;
      if (kind === 'rest') {
        runs.close(value, at);
        continue;
      }
      // A list of whole conversations.
      const inner = isObject(value) && !isChatMessage(value) ? findList(value) : undefined;
      if (inner !== undefined) {
        runs.close({}, at);
        for (const [index, item] of inner.list.entries()) {
          if (!isObject(item) || !(isChatMessage(item) || isToolLine(item))) continue;
          runs.open().read(item, within(at, `/${inner.key}/${String(index)}`));
        }
        runs.close(value, at);
        tally.accept();
        continue;
      }
      const usable = isObject(value) && (isChatMessage(value) || isToolLine(value));
      if (!usable) {
        tally.refuse({...NO_MESSAGE, at});
        continue;
      }
      runs.open().read(value, at);
      tally.accept();
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
  #count = 0;
  #chat: Chat | undefined;

  open(): Chat {
    if (this.#chat !== undefined) return this.#chat;
    this.#count++;
    this.#chat = new Chat(`run-${String(this.#count)}`, this.#numbers);
    return this.#chat;
  }

  /** The keys beside the list: the task, and what came of it. */
  close(rest: JsonValue, at: Locator): void {
    const chat = this.#chat;
    if (chat === undefined) return;
    this.#chat = undefined;
    const about: JsonObject = isObject(rest) ? omitFields(rest, LISTS) : {};
    let name: string | undefined;
    for (const key of IDS) name ??= textOf(about, key);
    chat.finish(at, {name, about: isEmpty(about) ? undefined : about});
    this.#facts.push(...chat.facts.splice(0));
  }

  take(): readonly Fact[] {
    if (this.#chat !== undefined) this.#facts.push(...this.#chat.facts.splice(0));
    return this.#facts.splice(0);
  }
}
