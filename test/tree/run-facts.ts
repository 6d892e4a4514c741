import {buildSpanTable} from '../../src/tree/build-span-table.js';
import type {RunEvent} from '../../src/tree/run-view.js';
import type {SpanRow} from '../../src/tree/span-row.js';
import {REPLY_SHAPE} from '../../src/tree/step-facts.js';
import type {StepFacts} from '../../src/tree/step-facts.js';

/** A span with its contents as short texts; equal text = equal signature. */
export interface ScriptedSpan extends Partial<Omit<SpanRow, 'kind'>> {
  readonly id: string;
  readonly kind: SpanRow['kind'];
  readonly parent?: string;
  readonly args?: string;
  readonly result?: string;
  readonly reply?: string;
}

export type ScriptedEvent = Partial<RunEvent> & {
  readonly kind: RunEvent['kind'];
  readonly span?: string;
};

/** Facts of a run as the store would load them. Digits in arguments are masked in the target, arguments cut at the first blank in the intent. */
export function buildFacts(
  script: readonly ScriptedSpan[],
  scriptedEvents: readonly ScriptedEvent[] = [],
): StepFacts {
  const numbers = new Map<string, number>();
  const number = (text: string | undefined): number => {
    if (text === undefined) return -1;
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const rows = script.map(({id, parent, args, result, reply, ...more}): SpanRow => {
    const body = args === undefined ? {} : {inputBody: number(`body ${args}`)};
    const output = result ?? reply;
    const outputBody = output === undefined ? {} : {outputBody: number(`body ${output}`)};
    const parentId = parent === undefined ? {} : {parentId: parent};
    return {traceId: 't', spanId: id, name: id, ...parentId, ...body, ...outputBody, ...more};
  });
  const spans = buildSpanTable(rows);
  const scripted = [...spans.spanKey].map((key) => script[key]);
  const sig = (read: (span: ScriptedSpan) => string | undefined): Int32Array =>
    Int32Array.from(scripted, (span) => number(span === undefined ? undefined : read(span)));
  const rowOf = (id: string | undefined): number => scripted.findIndex((span) => span?.id === id);
  const events = scriptedEvents.map(({span, ...event}): RunEvent => ({
    name: event.kind,
    timeUs: undefined,
    text: undefined,
    synthetic: false,
    tokensBefore: undefined,
    tokensAfter: undefined,
    fingerprint: undefined,
    spanRow: span === undefined ? -1 : rowOf(span),
    ...event,
  }));
  return {
    spans,
    argsSig: sig((span) => span.args),
    argsTargetSig: sig((span) => span.args?.replace(/\d+/g, '#')),
    argsIntentSig: sig((span) => span.args?.split(' ')[0]),
    outcomeSig: sig((span) => span.result),
    replyTextSig: sig((span) => span.reply),
    replyShape: Uint8Array.from(scripted, (span) =>
      span?.reply === undefined
        ? 0
        : REPLY_SHAPE.recorded |
          (span.reply === ''
            ? 0
            : span.reply === '!'
              ? REPLY_SHAPE.hasToolCalls
              : REPLY_SHAPE.hasText),
    ),
    events,
    eventTextSig: Int32Array.from(events, (event) => number(event.text)),
  };
}
