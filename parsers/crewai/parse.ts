import type {Fact, JsonObject, Locator, ParseContext, RecordSource, SpanDraft} from '../api.js';
import {compact, getField, isObject} from '../api.js';
import {AgentCrew} from '../common/agent-crew.js';
import {textOf} from '../common/fields.js';
import {isoToUs} from '../common/time.js';
import {LINE, START, isEntry} from './sniff.js';

const NO_ENTRY = {
  code: 'not-an-entry',
  severity: 'data-loss',
  message: 'expected an entry with timestamp, task_name, agent and status',
} as const;
/** Lines of one entry of the text log: its values are written as they are, line ends too. */
const MAX_LINES = 10_000;

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const crew = new CrewLog();
  if (source.container === 'text') yield* parseText(source, context, crew);
  else yield* parseArray(source, context, crew);
  crew.finish();
  yield crew.facts.splice(0);
  return undefined;
}

async function* parseArray(
  source: RecordSource,
  {signal, tally}: ParseContext,
  crew: CrewLog,
): AsyncGenerator<readonly Fact[], undefined> {
  for await (const batch of source.records({elements: ['[]']})) {
    signal.throwIfAborted();
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') continue;
      if (isObject(value) && isEntry(value)) {
        crew.read(value, at);
        tally.accept();
      } else tally.refuse({...NO_ENTRY, at});
    }
    yield crew.facts.splice(0);
  }
  return undefined;
}

/** An entry goes on until the next line that begins one. */
async function* parseText(
  source: RecordSource,
  {signal, tally}: ParseContext,
  crew: CrewLog,
): AsyncGenerator<readonly Fact[], undefined> {
  let lines: string[] = [];
  let first: Locator | undefined;
  const end = (): void => {
    if (first === undefined) return;
    const match = LINE.exec(lines.join('\n'));
    if (match === null) tally.refuse({...NO_ENTRY, at: first});
    else {
      const [, timestamp = '', task_name = '', task = '', agent = '', status = '', output] = match;
      crew.read(
        {timestamp, task_name, task, agent, status, ...(output === undefined ? {} : {output})},
        first,
      );
      tally.accept();
    }
    tally.accept(lines.length - 1);
  };
  for await (const batch of source.lines()) {
    signal.throwIfAborted();
    for (const {text, at} of batch) {
      if (START.test(text) || first === undefined || lines.length >= MAX_LINES) {
        end();
        lines = [];
        first = at;
      }
      lines.push(text);
    }
    yield crew.facts.splice(0);
  }
  end();
  return undefined;
}

interface OpenTask {
  readonly spanId: string;
}

/** Tasks of one crew: a start and an end of the same task and agent are one span, first in, first out. */
class CrewLog {
  readonly facts: Fact[] = [];
  readonly #crew = new AgentCrew('crew', this.facts);
  readonly #open = new Map<string, OpenTask[]>();
  #count = 0;
  #firstUs: number | undefined;
  #lastUs: number | undefined;

  read(entry: JsonObject, at: Locator): void {
    this.#crew.root('crew', at);
    const timeUs = isoToUs(getField(entry, 'timestamp'))?.us;
    this.#firstUs ??= timeUs;
    this.#lastUs = timeUs ?? this.#lastUs;
    const agent = textOf(entry, 'agent');
    const name = textOf(entry, 'task_name') ?? textOf(entry, 'task') ?? 'task';
    const status = textOf(entry, 'status') ?? '';
    const key = `${name}\n${agent ?? ''}`;
    const open = this.#open.get(key) ?? [];
    this.#open.set(key, open);
    if (status === 'started') {
      open.push(this.#start(entry, {name, agent, timeUs, at}));
      return;
    }
    const task = open.shift() ?? this.#start(entry, {name, agent, timeUs: undefined, at});
    const {traceId} = this.#crew;
    const patch = compact<Partial<SpanDraft>>({
      endUs: timeUs,
      output: getField(entry, 'output') ?? undefined,
      status: status === 'completed' ? 'ok' : 'error',
      errorType: status === 'completed' ? undefined : status,
      unfinished: false,
    });
    this.facts.push({kind: 'span-patch', traceId, spanId: task.spanId, patch, at});
  }

  finish(): void {
    const {traceId, rootId} = this.#crew;
    const timeBasis = this.#firstUs === undefined ? ('none' as const) : ('naive-local' as const);
    if (this.#firstUs !== undefined && this.#lastUs !== undefined) {
      const patch = {startUs: this.#firstUs, endUs: this.#lastUs};
      const at: Locator = {kind: 'bytes', offset: 0, length: 0};
      this.facts.push({kind: 'span-patch', traceId, spanId: rootId, patch, at});
    }
    if (this.#count > 0) this.facts.push({kind: 'trace', trace: {traceId, timeBasis}});
  }

  #start(
    entry: JsonObject,
    told: {
      readonly name: string;
      readonly agent: string | undefined;
      readonly timeUs: number | undefined;
      readonly at: Locator;
    },
  ): OpenTask {
    const {name, agent, timeUs, at} = told;
    this.#count++;
    const spanId = `task-${String(this.#count)}`;
    const span = compact<SpanDraft>({
      traceId: this.#crew.traceId,
      spanId,
      parentId: this.#crew.spanOf(agent, at),
      kind: 'chain',
      name: name.slice(0, 200),
      agentName: agent,
      startUs: timeUs,
      input: getField(entry, 'task') ?? undefined,
      derivedId: true,
      unfinished: true,
    });
    this.facts.push({kind: 'span', span, at});
    return {spanId};
  }
}
