import {isArray, isObject} from '../api.js';
import type {Fact, JsonValue, Locator, ParseContext, RecordEvent, RecordSource} from '../api.js';
import {readResource, readSdkSpan} from '../common/sdk-span.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = new AgentTraceReading(context);
  for await (const batch of source.records({elements: ['spans[]']})) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const event of batch) reading.read(event, facts);
    if (facts.length > 0) yield facts;
  }
  return undefined;
}

class AgentTraceReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  /** Span without a parent of the trace that is being read. */
  #root: {readonly traceId: string; readonly spanId: string} | undefined;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  read({kind, value, at}: RecordEvent, out: Fact[]): void {
    if (kind === 'element') this.#span(value, at, out);
    else if (kind === 'rest') this.#output(value, at, out);
    else if (isObject(value) && isArray(value.spans)) this.#tally.accept();
    else this.#refuse('not-an-agent-trace', 'no spans[] here', at);
  }

  #span(value: JsonValue, at: Locator, out: Fact[]): void {
    const span = isObject(value) ? readSdkSpan(value, at, readResource(value)) : undefined;
    if (span === undefined) {
      this.#refuse('span-without-trace', 'a span without a trace id', at);
      return;
    }
    if (span.parentId === undefined) this.#root = span;
    pushSpanFacts(span, at, this.#spans, out);
    this.#tally.accept();
  }

  /** `final_output` stands behind the spans. */
  #output(value: JsonValue, at: Locator, out: Fact[]): void {
    const root = this.#root;
    this.#root = undefined;
    const output = isObject(value) ? value.final_output : undefined;
    if (root === undefined || output === undefined || output === null) return;
    const {traceId, spanId} = root;
    out.push({kind: 'span-patch', traceId, spanId, patch: {output}, at});
  }

  #refuse(code: string, message: string, at: Locator): void {
    this.#tally.refuse({code, severity: 'data-loss', message, at});
  }
}
