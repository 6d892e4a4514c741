import {isArray, isObject} from '../api.js';
import type {Fact, JsonValue, Locator, ParseContext, RecordSource} from '../api.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {Halves} from './halves.js';
import {readSpan} from './read-span.js';

/** Two passes: the first learns which ids are shared, and whether the spans are in lists of lists. */
export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const halves = new Halves();
  let isNested = false;
  for await (const batch of source.records({elements: ['[]']})) {
    context.signal.throwIfAborted();
    for (const {value, kind} of batch) {
      if (kind === 'rest') continue;
      if (isArray(value) && kind === 'element') isNested = true;
      for (const span of isArray(value) ? value : [value]) if (isObject(span)) halves.note(span);
    }
  }
  const spans = makeSpanFactsContext();
  const refuse = (code: string, message: string, at: Locator): void => {
    context.tally.refuse({code, severity: 'data-loss', message, at});
  };
  const read = (value: JsonValue, at: Locator, out: Fact[]): void => {
    if (!isObject(value)) {
      refuse('not-an-object', 'a span that is no object', at);
      return;
    }
    const span = readSpan(value, halves, at);
    if (span === undefined) {
      refuse('span-without-trace', 'a span without a trace id', at);
      return;
    }
    pushSpanFacts(span, at, spans, out);
    context.tally.accept();
  };
  for await (const batch of source.records({elements: [isNested ? '[][]' : '[]']})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const {kind, value, at} of batch) {
      if (kind === 'rest') continue;
      // No span in it: an empty answer is fine.
      if (kind === 'value' && isArray(value)) context.tally.accept();
      else read(value, at, facts);
    }
    if (facts.length > 0) yield facts;
  }
  return undefined;
}
