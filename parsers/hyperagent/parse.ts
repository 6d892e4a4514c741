import type {Fact, JsonObject, Locator, ParseContext, RecordSource} from '../api.js';
import {isObject} from '../api.js';
import {omitFields, textOf} from '../common/fields.js';
import {readEntries} from '../common/text-log/entries.js';
import {HEAD} from './sniff.js';
import {Team} from './team.js';

const NOT_A_LINE = {
  code: 'not-a-line',
  severity: 'data-loss',
  message: 'expected a line of a HyperAgent log (text)',
} as const;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  if (source.container.startsWith('json') && (await beginsWithJson(source))) {
    yield* parseTrajectories(source, context);
  } else yield* parseText(source, context);
  return undefined;
}

/** Code that is printed into a log may make it look like JSON values: the log itself then does not begin so. */
async function beginsWithJson(source: RecordSource): Promise<boolean> {
  for await (const batch of source.lines()) {
    const first = batch.find(({text}) => text.trim() !== '');
    if (first !== undefined) return /^\s*[{[]/.test(first.text);
  }
  return false;
}

async function* parseText(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const teams = new Teams();
  for await (const batch of readEntries(source, context, HEAD)) {
    for (const {head, text, at} of batch) {
      if (head === undefined) continue;
      teams.of(head[1] ?? '').read(text.trim(), at);
    }
    yield teams.take();
  }
  yield teams.finish();
  return undefined;
}

/** `{instance_id, problem_statement, trajectory: [line, line, ...]}`: an entry goes on until the next one. */
async function* parseTrajectories(
  source: RecordSource,
  {signal, tally}: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const teams = new Teams();
  let open: {readonly instance: string; readonly lines: string[]; readonly at: Locator} | undefined;
  const end = (): void => {
    if (open !== undefined) teams.of(open.instance).read(open.lines.join('\n').trim(), open.at);
    open = undefined;
  };
  const elements = ['trajectory[]', '[].trajectory[]'];
  for await (const batch of source.records({elements})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') {
        end();
        for (const rest of Array.isArray(value) ? (value as readonly unknown[]) : [value]) {
          if (isObject(rest)) teams.close(rest, at);
        }
        continue;
      }
      if (typeof value !== 'string') {
        tally.refuse({...NOT_A_LINE, at});
        continue;
      }
      tally.accept();
      const head = HEAD.exec(value);
      if (head === null) open?.lines.push(value);
      else {
        end();
        open = {instance: head[1] ?? '', lines: [value.slice(head[0].length)], at};
      }
    }
    yield teams.take();
  }
  end();
  yield teams.finish();
  return undefined;
}

/** Instances of one source: each is a trace, in the order in which they begin. */
class Teams {
  readonly #facts: Fact[] = [];
  #team: Team | undefined;
  readonly #seen = new Map<string, number>();

  of(instance: string): Team {
    if (this.#team?.instance === instance) return this.#team;
    this.#end();
    const times = (this.#seen.get(instance) ?? 0) + 1;
    this.#seen.set(instance, times);
    this.#team = new Team(instance, times === 1 ? instance : `${instance}#${String(times)}`);
    return this.#team;
  }

  /** Keys beside a trajectory: the task. */
  close(rest: JsonObject, at: Locator): void {
    const team = this.#team;
    if (team === undefined) return;
    const about = omitFields(rest, ['trajectory']);
    team.describe(textOf(rest, 'instance_id'), about, at);
    this.#end();
  }

  take(): readonly Fact[] {
    if (this.#team !== undefined) this.#facts.push(...this.#team.facts.splice(0));
    return this.#facts.splice(0);
  }

  finish(): readonly Fact[] {
    this.#end();
    return this.#facts.splice(0);
  }

  #end(): void {
    if (this.#team !== undefined) this.#facts.push(...this.#team.finish());
    this.#team = undefined;
  }
}
