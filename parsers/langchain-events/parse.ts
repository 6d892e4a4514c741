import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
  SpanDraft,
  SpanEventDraft,
} from '../api.js';
import {compact, getField, isArray, isObject} from '../api.js';
import {pushCallFacts} from '../common/call-facts.js';
import {ConversationTracker} from '../common/conversation.js';
import {isEmpty, objectOf, textOf} from '../common/fields.js';
import {readRun} from '../common/langchain/read-run.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {nameOf, readAbove, readEvent, timeOf} from './event.js';
import type {RunEvent} from './event.js';
import {errorOf, inputsOf, outputsOf, toResult} from './payload.js';
import {Streamed} from './streamed.js';

/** Open runs that are remembered; a log that never ends its runs cannot fill the memory. */
const MAX_OPEN = 100_000;

interface OpenRun {
  readonly traceId: string;
  readonly name: string;
  readonly hasInputs: boolean;
  readonly streamed: Streamed;
  readonly at: Locator;
}

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ['[]', 'events[]'], new Runs(context));
}

class Runs implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #tracker = new ConversationTracker();
  readonly #open = new Map<string, OpenRun>();
  readonly #sessions = new Set<string>();

  constructor({tally}: ParseContext) {
    this.#tally = tally;
  }

  element({value, at}: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    this.#record(value, at, out);
  }

  value({value, at}: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    if (isArray(value) && value.length === 0) this.#tally.accept();
    else this.#record(value, at, out);
  }

  /** Replies whose end was not logged are told as far as they were streamed. */
  end(out: Fact[]): void {
    for (const [runId, {traceId, streamed, at}] of this.#open) {
      const reply = streamed.take();
      if (reply === undefined) continue;
      const place = {traceId, runId};
      const run = readRun({run_type: 'llm', outputs: toResult(reply)}, place, undefined);
      pushCallFacts({...run, isPatch: true}, at, this.#tracker, out);
    }
    this.#open.clear();
  }

  #record(value: JsonValue, at: Locator, out: Fact[]): void {
    const event = isObject(value) ? readEvent(value) : undefined;
    if (isObject(value) && event !== undefined) this.#event(value, event, at, out);
    else if (isObject(value) && nameOf(value) !== undefined) this.#aside(value, at, out);
    else {
      const message = 'expected an event on_..._start, _stream, _end or _error with run_id';
      this.#tally.refuse({code: 'unusable-record', severity: 'data-loss', message, at});
      return;
    }
    this.#tally.accept();
  }

  #event(value: JsonObject, event: RunEvent, at: Locator, out: Fact[]): void {
    const {runId, type, phase, above, timeUs} = event;
    const known = this.#open.get(runId);
    if (phase === 'stream') {
      if (type === 'llm') known?.streamed.add(value);
      return;
    }
    const parentId = above.at(-1);
    // A parent whose start is not in the log: its id keeps at least brothers together.
    const traceId =
      known?.traceId ?? (above.length > 1 ? above[0] : this.#traceOf(parentId)) ?? runId;
    const isStart = phase === 'start';
    const metadata = objectOf(value, 'metadata') ?? {};
    this.#session(traceId, metadata, out);
    const inputs = inputsOf(value, type);
    const outputs = isStart ? undefined : outputsOf(value, type);
    const reply = isStart || type !== 'llm' ? undefined : known?.streamed.take();
    const raw = compact<Record<string, JsonValue>>({
      name: textOf(value, 'name') ?? known?.name ?? nameOfClass(value) ?? type,
      run_type: type,
      inputs: known?.hasInputs === true ? undefined : inputs,
      outputs: outputs ?? (reply === undefined ? undefined : toResult(reply)),
      error: phase === 'error' ? (errorOf(value) ?? 'error') : undefined,
      status: phase === 'end' ? 'success' : undefined,
      extra: isEmpty(metadata) ? undefined : {metadata},
      tags: getField(value, 'tags'),
    });
    const run = readRun(raw, {traceId, runId, parentId}, undefined);
    const span: {-readonly [K in keyof SpanDraft]: SpanDraft[K]} = {...run.span};
    if (timeUs !== undefined) {
      if (isStart) span.startUs = timeUs;
      else span.endUs = timeUs;
    }
    if (isStart) span.unfinished = true;
    // An end without its start is a run of its own; an end after it is a patch.
    const isPatch = known !== undefined;
    if (isPatch) {
      delete span.parentId;
      delete span.attributes;
    }
    pushCallFacts({...run, span, isPatch}, at, this.#tracker, out);
    if (isPatch && timeUs === undefined) {
      out.push({kind: 'span-patch', traceId, spanId: runId, patch: {unfinished: false}, at});
    }
    if (!isStart) this.#open.delete(runId);
    else if (this.#open.size < MAX_OPEN) {
      const hasInputs = inputs !== undefined;
      const {name} = span;
      this.#open.set(runId, {traceId, name, hasInputs, streamed: new Streamed(), at});
    }
  }

  /** What is no run: the application's own events, retries. */
  #aside(value: JsonObject, at: Locator, out: Fact[]): void {
    const name = nameOf(value) ?? '';
    const runId = textOf(value, 'run_id');
    if (runId === undefined || !/retry|custom_event/.test(name)) return;
    const kind = name.endsWith('retry') ? ('retry' as const) : ('log' as const);
    const traceId = this.#open.get(runId)?.traceId ?? readAbove(value, runId)[0] ?? runId;
    const timeUs = timeOf(value);
    const data = getField(value, 'data');
    const event = compact<SpanEventDraft>({
      traceId,
      spanId: runId,
      kind,
      name: textOf(value, 'name') ?? name,
      timeUs,
      text: data === undefined ? undefined : JSON.stringify(data),
    });
    out.push({kind: 'event', event, at});
  }

  #traceOf(runId: string | undefined): string | undefined {
    return runId === undefined ? undefined : (this.#open.get(runId)?.traceId ?? runId);
  }

  #session(traceId: string, metadata: JsonObject, out: Fact[]): void {
    const sessionId = textOf(metadata, 'thread_id') ?? textOf(metadata, 'session_id');
    if (sessionId === undefined || this.#sessions.has(traceId)) return;
    if (this.#sessions.size >= MAX_OPEN) this.#sessions.clear();
    this.#sessions.add(traceId);
    out.push({kind: 'trace', trace: {traceId, sessionId}});
  }
}

/** Callbacks are given the constructor: `serialized.name`, or the last part of its path. */
function nameOfClass(value: JsonObject): string | undefined {
  const serialized = objectOf(value, 'serialized');
  if (serialized === undefined) return undefined;
  const path = getField(serialized, 'id');
  const last = path !== undefined && isArray(path) ? path.at(-1) : undefined;
  return textOf(serialized, 'name') ?? (typeof last === 'string' ? last : undefined);
}
