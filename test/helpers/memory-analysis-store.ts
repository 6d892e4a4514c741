import type {AnalysisStore, AnalyzedRun, RunFacts, TraceHead} from '../../src/analyze/port.js';
import type {Fact, HarnessVerdict, SpanEventDraft} from '../../src/model/facts.js';
import type {JsonValue} from '../../src/model/json.js';
import {buildSpanTable} from '../../src/tree/build-span-table.js';
import type {RunEvent, RunLink} from '../../src/tree/run-view.js';
import type {SpanRow} from '../../src/tree/span-row.js';
import {SPAN_FLAG} from '../../src/tree/span-table.js';
import type {SpanTable} from '../../src/tree/span-table.js';
import {buildBodySignature} from '../../src/tree/signature/body-signature.js';
import type {SignatureRole} from '../../src/tree/signature/body-signature.js';
import {compact} from '../../src/model/compact.js';
import type {TraceDraft, SpanDraft} from '../../src/model/facts.js';

interface StoredTrace {
  readonly key: number;
  readonly id: string;
  draft: TraceDraft;
  readonly spans: {readonly span: SpanDraft; readonly position: number}[];
  readonly events: SpanEventDraft[];
  readonly links: {
    readonly spanId: string;
    readonly traceId: string;
    readonly linkedSpanId: string;
  }[];
  readonly verdicts: HarnessVerdict[];
  facts: number;
}

/** What `writeRun` left, for assertions. */
export interface WrittenRun {
  readonly run: AnalyzedRun;
  readonly analysisVersion: string;
}

/**
 * A case in memory, for tests of the analysis: takes the facts that a parser yields, global ids, no
 * messages. Passes the same contract tests as the store.
 */
export class MemoryAnalysisStore implements AnalysisStore {
  readonly written = new Map<string, WrittenRun>();
  readonly #traces = new Map<string, StoredTrace>();
  readonly #numbers = new Map<string, number>();
  readonly #bodies: string[] = [];
  #positions = 0;

  add(facts: readonly Fact[]): void {
    for (const fact of facts) this.#addFact(fact);
  }

  #addFact(fact: Fact): void {
    switch (fact.kind) {
      case 'trace': {
        const trace = this.#openTrace(fact.trace.traceId);
        trace.draft = {...trace.draft, ...fact.trace};
        return;
      }
      case 'span':
        this.#openTrace(fact.span.traceId).spans.push({
          span: fact.span,
          position: this.#positions++,
        });
        return;
      case 'event':
        this.#openTrace(fact.event.traceId).events.push(fact.event);
        return;
      case 'verdict':
        this.#openTrace(fact.verdict.traceId).verdicts.push(fact.verdict);
        return;
      case 'link': {
        const {traceId, spanId, linkedTraceId, linkedSpanId = ''} = fact.link;
        this.#openTrace(traceId).links.push({spanId, traceId: linkedTraceId, linkedSpanId});
        return;
      }
      case 'span-patch':
      case 'messages':
      case 'context-event':
      case 'diagnostic':
      case 'checkpoint':
        throw new Error(`the store in memory does not take ${fact.kind}`);
    }
  }

  #openTrace(id: string): StoredTrace {
    const known = this.#traces.get(id);
    const trace = known ?? {
      key: this.#traces.size + 1,
      id,
      draft: {traceId: id},
      spans: [],
      events: [],
      links: [],
      verdicts: [],
      facts: 0,
    };
    this.#traces.set(id, trace);
    trace.facts++;
    return trace;
  }

  traceHeads(): readonly TraceHead[] {
    return [...this.#traces.values()].map((trace): TraceHead => {
      const starts = trace.spans.flatMap(({span}) => span.startUs ?? []);
      const linked = trace.links.flatMap((link) => this.#traces.get(link.traceId)?.key ?? []);
      return {
        traceKey: trace.key,
        traceId: trace.id,
        sessionId: trace.draft.sessionId,
        firstUs: starts.length === 0 ? undefined : starts.reduce((a, b) => Math.min(a, b)),
        order: trace.key,
        linkedTraceKeys: linked,
        factsDigest: String(trace.facts),
      };
    });
  }

  loadRun(_runId: string, traceKeys: readonly number[]): RunFacts {
    const traces = [...this.#traces.values()].filter((trace) => traceKeys.includes(trace.key));
    const drafts = traces.flatMap((trace) => trace.spans);
    drafts.sort((a, b) => a.position - b.position);
    const merged = drafts.map(({span}) => this.#toRow(span));
    const spans = buildSpanTable(merged);
    const events = traces.flatMap((trace) => trace.events);
    const signed = (role: SignatureRole, column: Int32Array, part: 'exact' | 'target' | 'intent') =>
      column.map((body) => this.#sign(role, body, part));
    const isError = (row: number): boolean => (spans.errorBody[row] ?? -1) >= 0;
    const verdict = traces.find((trace) => trace.draft.outcome !== undefined)?.draft.outcome;
    return {
      spans,
      argsSig: signed('args', spans.inputBody, 'exact'),
      argsTargetSig: signed('args', spans.inputBody, 'target'),
      argsIntentSig: signed('args', spans.inputBody, 'intent'),
      outcomeSig: spans.outputBody.map((body, row) =>
        isError(row)
          ? this.#sign('error', spans.errorBody[row] ?? -1, 'exact')
          : this.#sign('outcome', body, 'exact'),
      ),
      replyTextSig: new Int32Array(spans.count).fill(-1),
      replyShape: new Uint8Array(spans.count),
      events: events.map((event) => this.#toEvent(event, spans)),
      eventTextSig: Int32Array.from(events, ({text}) =>
        text === undefined ? -1 : this.#sign('text', this.#keep(text), 'exact'),
      ),
      verdicts: traces.flatMap((trace) => trace.verdicts),
      outcome: verdict ?? {value: 'unknown', saidBy: 'nobody'},
      timeBasis: 'utc',
      bodies: {text: (id) => this.#bodies[id], messages: () => []},
      links: traces.flatMap((trace) => this.#toLinks(trace, spans)),
    };
  }

  analyzedRuns(analysisVersion: string): ReadonlyMap<string, string> {
    const current = [...this.written].filter(([, run]) => run.analysisVersion === analysisVersion);
    return new Map(current.map(([runId, {run}]) => [runId, run.factsDigest]));
  }

  writeRun(run: AnalyzedRun, analysisVersion: string): void {
    this.written.set(run.runId, {run, analysisVersion});
  }

  dropRunsExcept(runIds: ReadonlySet<string>): void {
    for (const runId of this.written.keys()) if (!runIds.has(runId)) this.written.delete(runId);
  }

  #toRow(span: SpanDraft): SpanRow {
    const {traceId, spanId, kind, name, usage, input, output, statusMessage, ...more} = span;
    const body = (value: JsonValue | undefined): number | undefined =>
      value === undefined ? undefined : this.#keep(value);
    return compact<SpanRow>({
      traceId,
      spanId,
      kind,
      name,
      spanKey: undefined,
      source: undefined,
      parentId: more.parentId,
      status: more.status,
      flags: more.unfinished === true ? SPAN_FLAG.unfinished : 0,
      startUs: more.startUs,
      endUs: more.endUs,
      agentName: more.agentName,
      agentId: more.agentId,
      toolName: more.toolName,
      toolCallId: more.toolCallId,
      model: more.model,
      errorType: more.errorType,
      finishReason: more.finishReason,
      roundId: more.roundId,
      branch: more.branch,
      scope: more.scope,
      inputBody: body(input),
      outputBody: body(output),
      errorBody: body(statusMessage),
      inNode: undefined,
      outNode: undefined,
      inputTokens: usage?.inputTokens,
      outputTokens: usage?.outputTokens,
      cachedReadTokens: usage?.cachedReadTokens,
      cachedWriteTokens: usage?.cachedWriteTokens,
      reasoningTokens: usage?.reasoningTokens,
    });
  }

  #toEvent(event: SpanEventDraft, spans: SpanTable): RunEvent {
    return {
      kind: event.kind,
      name: event.name,
      timeUs: event.timeUs,
      text: event.text,
      synthetic: event.synthetic === true,
      tokensBefore: event.tokensBefore,
      tokensAfter: event.tokensAfter,
      fingerprint: event.fingerprint,
      spanRow: event.spanId === undefined ? -1 : findRow(spans, event.traceId, event.spanId),
    };
  }

  #toLinks(trace: StoredTrace, spans: SpanTable): readonly RunLink[] {
    return trace.links.flatMap((link) => {
      const fromRow = findRow(spans, trace.id, link.spanId);
      const traceId = spans.strings.indexOf(link.traceId);
      const spanId = spans.strings.indexOf(link.linkedSpanId);
      return fromRow < 0 || traceId < 0 || spanId < 0 ? [] : [{fromRow, traceId, spanId}];
    });
  }

  #keep(value: JsonValue): number {
    const text = JSON.stringify(value);
    const known = this.#bodies.indexOf(text);
    return known >= 0 ? known : this.#bodies.push(text) - 1;
  }

  #sign(role: SignatureRole, body: number, part: 'exact' | 'target' | 'intent'): number {
    const text = this.#bodies[body];
    if (text === undefined) return -1;
    const content: unknown = JSON.parse(text);
    const signature = buildBodySignature(role, content as JsonValue)[part];
    const key = `${role} ${part} ${signature}`;
    const number = this.#numbers.get(key) ?? this.#numbers.size;
    this.#numbers.set(key, number);
    return number;
  }
}

function findRow(spans: SpanTable, traceId: string, spanId: string): number {
  return spans.spanId.findIndex(
    (id, row) =>
      spans.strings[id] === spanId && spans.strings[spans.traceId[row] ?? -1] === traceId,
  );
}
