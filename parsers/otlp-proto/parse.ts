import {WireType} from '@bufbuild/protobuf/wire';
import {compact} from '../api.js';
import type {Fact, Frame, Locator, ParseContext, RecordSource} from '../api.js';
import {readAttributes} from '../common/attributes.js';
import {LogMessages} from '../common/otlp/log-messages.js';
import {pushLogFacts} from '../common/otlp/read-log.js';
import {readSpan} from '../common/otlp/read-span.js';
import type {SpanSurroundings} from '../common/otlp/read-span.js';
import type {RawScope} from '../common/raw-span.js';
import {makeSpanFactsContext, pushSpanFacts} from '../common/span-facts.js';
import {decodeMessage, listParts, listWireTypes} from './decode.js';
import type {Part} from './decode.js';
import {LOG_RECORD, RESOURCE, SCOPE, SPAN} from './schema.js';

export async function* parse(
  source: RecordSource,
  context: ParseContext,
): AsyncGenerator<readonly Fact[], undefined> {
  const reading = new ProtoReading(context);
  for await (const batch of source.frames()) {
    context.signal.throwIfAborted();
    const facts: Fact[] = [];
    for (const frame of batch) reading.read(frame, facts);
    if (facts.length > 0) yield facts;
  }
  const last: Fact[] = [];
  reading.end(last);
  if (last.length > 0) yield last;
  return undefined;
}

class ProtoReading {
  readonly #tally: ParseContext['tally'];
  readonly #spans = makeSpanFactsContext();
  readonly #messages = new LogMessages(this.#spans.tracker);
  #metrics = 0;
  #withoutTrace = 0;

  constructor(context: ParseContext) {
    this.#tally = context.tally;
  }

  /** A frame is one export request. What was read before its bytes went wrong is kept. */
  read({bytes, at}: Frame, out: Fact[]): void {
    try {
      for (const block of listParts(bytes, 0, bytes.length)) {
        if (block.field === 1) this.#block(bytes, block, at, out);
      }
    } catch (error) {
      // The wire reader throws for bytes that are no message: bad data, not a failure of ours.
      const said = error instanceof Error ? error.message : String(error);
      const message = `a message that is no OTLP from some byte on: ${said}`;
      this.#tally.refuse({code: 'bad-message', severity: 'data-loss', message, at});
      return;
    }
    this.#tally.accept();
  }

  end(out: Fact[]): void {
    this.#messages.end(out);
    if (this.#metrics > 0) {
      const message = 'metrics are no part of a run';
      const count = this.#metrics;
      const diagnostic = {code: 'metrics-ignored', severity: 'info', message, count} as const;
      out.push({kind: 'diagnostic', diagnostic});
    }
    if (this.#withoutTrace > 0) {
      const message = 'spans without a trace id';
      const count = this.#withoutTrace;
      const diagnostic = {
        code: 'span-without-trace',
        severity: 'data-loss',
        message,
        count,
      } as const;
      out.push({kind: 'diagnostic', diagnostic});
    }
  }

  /** ResourceSpans, ResourceLogs or ResourceMetrics: a resource (1) and scope blocks (2), in any order. */
  #block(bytes: Uint8Array, block: Part, at: Locator, out: Fact[]): void {
    const parts = listParts(bytes, block.start, block.end);
    const given = parts.find(({field}) => field === 1);
    const resource = readAttributes(
      given === undefined
        ? undefined
        : decodeMessage(bytes.subarray(given.start, given.end), RESOURCE).attributes,
    );
    for (const scoped of parts) {
      if (scoped.field !== 2) continue;
      const inner = listParts(bytes, scoped.start, scoped.end);
      const named = inner.find(({field}) => field === 1);
      const scope = named === undefined ? {} : readScope(bytes.subarray(named.start, named.end));
      for (const item of inner) {
        if (item.field === 2) this.#item(bytes, item, {resource, scope}, at, out);
      }
    }
  }

  #item(
    bytes: Uint8Array,
    item: Part,
    around: SpanSurroundings,
    frame: Locator,
    out: Fact[],
  ): void {
    const content = bytes.subarray(item.start, item.end);
    const at = locate(frame, item);
    switch (kindOfItem(content)) {
      case 'span': {
        const span = readSpan(decodeMessage(content, SPAN), around, at);
        if (span === undefined) this.#withoutTrace++;
        else pushSpanFacts(span, at, this.#spans, out);
        return;
      }
      case 'log':
        pushLogFacts(decodeMessage(content, LOG_RECORD), around, at, this.#messages, out);
        return;
      case 'metric':
        this.#metrics++;
        return;
    }
  }
}

/**
 * Requests for traces, logs and metrics have the same outline, and a file does not say which it holds. Their
 * items differ on the wire: a span has its times as fixed64 7 and 8, a log record as 1 and 11, a metric neither.
 */
function kindOfItem(content: Uint8Array): 'span' | 'log' | 'metric' {
  const types = listWireTypes(content);
  if (types.get(1) === WireType.Bit64 || types.get(11) === WireType.Bit64) return 'log';
  if (types.get(7) === WireType.Bit64 || types.get(8) === WireType.Bit64) return 'span';
  // Neither has a time: a span of ids and a kind, a log record of a severity or flags.
  if (types.get(2) === WireType.Varint || types.get(8) === WireType.Bit32) return 'log';
  if (types.get(6) === WireType.Varint || types.get(16) === WireType.Bit32) return 'span';
  return hasSpanIds(content) ? 'span' : 'metric';
}

function hasSpanIds(content: Uint8Array): boolean {
  const lengths = new Map(
    listParts(content, 0, content.length).map(({field, start, end}) => [field, end - start]),
  );
  return lengths.get(1) === 16 && lengths.get(2) === 8;
}

function readScope(bytes: Uint8Array): RawScope {
  const {name, version} = decodeMessage(bytes, SCOPE);
  return compact<RawScope>({
    name: typeof name === 'string' && name !== '' ? name : undefined,
    version: typeof version === 'string' && version !== '' ? version : undefined,
  });
}

function locate(frame: Locator, {start, end}: Part): Locator {
  if (frame.kind !== 'bytes') return frame;
  return {...frame, offset: frame.offset + start, length: end - start};
}
