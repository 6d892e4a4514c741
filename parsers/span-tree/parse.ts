import {isArray, isObject} from '../api.js';
import type {Fact, JsonObject, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {derivedSpanId} from '../common/derived-id.js';
import {toSpanId, toTraceId} from '../common/ids.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {readSpan} from './read-span.js';

const ELEMENTS = ['spans[]', '[].spans[]'];

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const spans = makeSpanFactsContext();
  for await (const batch of source.records({elements: ELEMENTS})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) {
      if (event.kind === 'rest') continue;
      const {value, at} = event;
      if (event.kind === 'value') {
        acceptEmpty(value, at, context);
        continue;
      }
      const traceId = toTraceId(event.above.at(-1)?.trace_id);
      let isRead = false;
      for (const {node, parentId, place} of walk(value, at)) {
        const span = readSpan(node, traceId, parentId, place);
        if (span === undefined) continue;
        isRead = true;
        pushSpanFacts(span, place, spans, facts);
      }
      if (isRead) context.tally.accept();
      else refuse('span-without-trace', 'a tree of spans without a trace id', at, context);
    }
    if (facts.length > 0) yield facts;
  }
  return undefined;
}

interface Place {
  readonly node: JsonObject;
  readonly parentId: JsonValue | undefined;
  readonly place: Locator;
}

/** A span and all below it, parents first, without recursion: a runaway run is deep. */
function* walk(top: JsonValue, at: Locator): Generator<Place> {
  const open: {
    readonly value: JsonValue;
    readonly parentId: JsonValue | undefined;
    readonly pointer: string;
  }[] = [{value: top, parentId: undefined, pointer: ''}];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    const {value, parentId, pointer} = item;
    if (!isObject(value)) continue;
    yield {node: value, parentId, place: below(at, pointer)};
    const children = value.child_spans;
    const own = toSpanId(value.span_id) ?? derivedSpanId(below(at, pointer));
    if (!isArray(children)) continue;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child === undefined) continue;
      const inner = `${pointer}/child_spans/${String(index)}`;
      open.push({value: child, parentId: own, pointer: inner});
    }
  }
}

function below(at: Locator, pointer: string): Locator {
  if (pointer === '' || at.kind === 'row') return at;
  return {...at, pointer: `${at.pointer ?? ''}${pointer}`};
}

function acceptEmpty(value: JsonValue, at: Locator, context: ParseContext): void {
  if (isObject(value) && isArray(value.spans)) context.tally.accept();
  else refuse('not-a-span-tree', 'no spans[] here', at, context);
}

function refuse(code: string, message: string, at: Locator, {tally}: ParseContext): void {
  tally.refuse({code, severity: 'data-loss', message, at});
}
