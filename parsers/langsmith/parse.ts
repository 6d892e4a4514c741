import {isArray, isObject} from '../api.js';
import type {
  Fact,
  JsonObject,
  JsonValue,
  Locator,
  ParseContext,
  RecordEvent,
  RecordSource,
} from '../api.js';
import {pushCallFacts} from '../common/call-facts.js';
import {ConversationTracker} from '../common/conversation.js';
import {textOf} from '../common/fields.js';
import {parseElements} from '../common/parse-elements.js';
import type {ElementReading} from '../common/parse-elements.js';
import {TraceAnnouncer} from '../common/trace-announcer.js';
import {readPlace} from '../common/langchain/place.js';
import type {Above} from '../common/langchain/place.js';
import {isGraphRun, readRun} from '../common/langchain/read-run.js';
import type {KnownRun} from '../common/langchain/read-run.js';

const ELEMENTS = ['post[]', 'patch[]', 'runs[]', '[]'];
const PATCH = 1;
/** Runs whose start is remembered until a patch ends them. */
const MAX_STARTED = 100_000;

export function parse(source: RecordSource, context: ParseContext): AsyncIterable<readonly Fact[]> {
  return parseElements(source, context, ELEMENTS, new LangsmithReading(context));
}

interface Started extends KnownRun {
  readonly hasInputs: boolean;
}

class LangsmithReading implements ElementReading {
  readonly #tally: ParseContext['tally'];
  readonly #tracker = new ConversationTracker();
  readonly #traces = new TraceAnnouncer();
  readonly #started = new Map<string, Started>();

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  element(event: RecordEvent & {kind: 'element'}, out: Fact[]): void {
    this.#record(event.value, event.pattern === PATCH, event.at, out);
  }

  value(event: RecordEvent & {kind: 'value'}, out: Fact[]): void {
    const {value} = event;
    const lists = isObject(value) ? [value.post, value.patch, value.runs] : [value];
    if (lists.some((list) => list !== undefined && isArray(list) && list.length === 0)) {
      this.#tally.accept();
      return;
    }
    this.#record(value, false, event.at, out);
  }

  /** A run and the runs nested in it. */
  #record(value: JsonValue, isPatch: boolean, at: Locator, out: Fact[]): void {
    if (!isObject(value)) {
      this.#refuse('not-an-object', 'a run that is no object', at);
      return;
    }
    if (!this.#run(value, undefined, isPatch, at, out)) {
      this.#refuse('run-without-id', 'a run without id, run_id and dotted_order', at);
      return;
    }
    this.#tally.accept();
  }

  #run(root: JsonObject, top: Above, isPatch: boolean, at: Locator, out: Fact[]): boolean {
    const open: {run: JsonObject; above: Above; at: Locator}[] = [{run: root, above: top, at}];
    let found = false;
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const place = readPlace(next.run, next.above);
      if (place === undefined) continue;
      found = true;
      this.#push(next.run, place, isPatch, next.at, out);
      const children = next.run.child_runs;
      if (children === undefined || !isArray(children)) continue;
      for (let index = children.length - 1; index >= 0; index--) {
        const child = children[index];
        if (child === undefined || !isObject(child)) continue;
        open.push({run: child, above: place, at: inside(next.at, index)});
      }
    }
    return found;
  }

  #push(
    raw: JsonObject,
    place: NonNullable<Above>,
    isPatch: boolean,
    at: Locator,
    out: Fact[],
  ): void {
    const started = this.#started.get(place.runId);
    const run = readRun(raw, place, started);
    // The SDKs repeat the inputs when a run ends.
    const messagesIn = isPatch && started?.hasInputs === true ? [] : run.messagesIn;
    if (run.sessionId !== undefined) this.#traces.session(place.traceId, run.sessionId, out);
    pushCallFacts({...run, messagesIn, isPatch}, at, this.#tracker, out);
    if (isPatch) this.#started.delete(place.runId);
    else if (run.span.endUs === undefined && this.#started.size < MAX_STARTED) {
      const hasInputs = (messagesIn?.length ?? 0) > 0;
      this.#started.set(place.runId, {
        type: textOf(raw, 'run_type'),
        isGraph: isGraphRun(raw),
        hasInputs,
      });
    }
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}

function inside(at: Locator, index: number): Locator {
  if (at.kind === 'row') return at;
  return {...at, pointer: `${at.pointer ?? ''}/child_runs/${String(index)}`};
}
