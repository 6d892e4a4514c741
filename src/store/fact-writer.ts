import type Database from 'better-sqlite3';
import type {Diagnostic} from '../model/diagnostic.js';
import type {Fact, SpanDraft, SpanEventDraft} from '../model/facts.js';
import type {JsonValue} from '../model/json.js';
import type {Locator} from '../model/locator.js';
import {assertNever} from '../model/assert.js';
import type {SignatureRole} from '../tree/signature/body-signature.js';
import {toValueContent} from './body-content.js';
import {BulkInsert} from './bulk-insert.js';
import type {CaseTables} from './case-tables.js';
import {DiagnosticTable} from './diagnostic-table.js';
import {OpenLists} from './open-lists.js';
import * as sql from './queries/facts.js';
import {VERSION_STRIDE} from './schema.js';
import {toAtColumns, toFlag, toInteger, toJsonText, toText} from './sql-values.js';

const DIRECTION = {in: 0, out: 1} as const;

/** Turns the facts of one source version into rows. The caller owns the transaction. */
export class FactWriter {
  readonly #versionId: number;
  readonly #scopeSourceId: number;
  readonly #tables: CaseTables;
  readonly #lists: OpenLists;
  readonly #diagnostics: DiagnosticTable;
  readonly #spans: BulkInsert;
  readonly #usages: BulkInsert;
  readonly #attributes: BulkInsert;
  readonly #messages: BulkInsert;
  readonly #events: BulkInsert;
  readonly #links: BulkInsert;
  readonly #verdicts: BulkInsert;
  readonly #contextEvents: BulkInsert;
  readonly #traces: BulkInsert;
  #seq = 0;
  #checkpoint: JsonValue | undefined;

  /** @param scopeSourceId source in which its ids are unique; 0 for global ids. */
  constructor(
    db: Database.Database,
    tables: CaseTables,
    version: {readonly id: number; readonly scopeSourceId: number},
  ) {
    this.#versionId = version.id;
    this.#scopeSourceId = version.scopeSourceId;
    this.#tables = tables;
    const findList = db.prepare(sql.FIND_STORED_LIST).pluck();
    this.#lists = new OpenLists(tables.conversations, (traceId, spanId, direction) => {
      const traceKey = tables.traces.intern(traceId, version.scopeSourceId);
      const node = findList.get(traceKey, spanId, DIRECTION[direction]);
      return typeof node === 'number' ? node : undefined;
    });
    this.#diagnostics = new DiagnosticTable(db);
    this.#spans = new BulkInsert(db, sql.INSERT_SPAN, sql.INSERT_SPAN_COLUMNS);
    this.#usages = new BulkInsert(db, sql.INSERT_USAGE, sql.INSERT_USAGE_COLUMNS);
    this.#attributes = new BulkInsert(db, sql.INSERT_ATTRIBUTES, sql.INSERT_ATTRIBUTES_COLUMNS);
    this.#messages = new BulkInsert(db, sql.INSERT_MESSAGES, sql.INSERT_MESSAGES_COLUMNS);
    this.#events = new BulkInsert(db, sql.INSERT_EVENT, sql.INSERT_EVENT_COLUMNS);
    this.#links = new BulkInsert(db, sql.INSERT_LINK, sql.INSERT_LINK_COLUMNS);
    this.#verdicts = new BulkInsert(db, sql.INSERT_VERDICT, sql.INSERT_VERDICT_COLUMNS);
    this.#contextEvents = new BulkInsert(
      db,
      sql.INSERT_CONTEXT_EVENT,
      sql.INSERT_CONTEXT_EVENT_COLUMNS,
    );
    this.#traces = new BulkInsert(db, sql.INSERT_TRACE_FACT, sql.INSERT_TRACE_FACT_COLUMNS);
  }

  /** State of the last checkpoint fact, if one was sent. */
  get checkpoint(): JsonValue | undefined {
    return this.#checkpoint;
  }

  get factCount(): number {
    return this.#seq;
  }

  write(fact: Fact): void {
    switch (fact.kind) {
      case 'span':
        this.#writeSpan(fact.span, fact.span, {at: fact.at, isPatch: false});
        return;
      case 'span-patch':
        this.#writeSpan(fact, fact.patch, {at: fact.at, isPatch: true});
        return;
      case 'messages': {
        const {nodeId, missing} = this.#lists.resolve(fact.list);
        if (missing > 0) this.#noteMissingBase(missing, fact.at);
        const id = this.#nextId();
        const traceKey = this.#touch(fact.traceId);
        const direction = DIRECTION[fact.direction];
        this.#messages.add([id, traceKey, fact.spanId, direction, nodeId, ...toAtColumns(fact.at)]);
        return;
      }
      case 'event':
        this.#writeEvent(fact.event, fact.at);
        return;
      case 'link': {
        const {link} = fact;
        const id = this.#nextId();
        this.#links.add([
          id,
          this.#touch(link.traceId),
          link.spanId,
          this.#tables.traces.intern(link.linkedTraceId, this.#scopeSourceId),
          toText(link.linkedSpanId),
          toText(link.name),
          toJsonText(link.attributes),
          ...toAtColumns(fact.at),
        ]);
        return;
      }
      case 'verdict': {
        const {verdict} = fact;
        const id = this.#nextId();
        this.#verdicts.add([
          id,
          this.#touch(verdict.traceId),
          toText(verdict.spanId),
          verdict.kind,
          verdict.said,
          verdict.saidBy,
          verdict.value ?? null,
          toInteger(verdict.timeUs),
          ...toAtColumns(fact.at),
        ]);
        return;
      }
      case 'trace': {
        const {trace} = fact;
        const id = this.#nextId();
        this.#traces.add([
          id,
          this.#touch(trace.traceId, undefined, trace.sessionId),
          toText(trace.name),
          toText(trace.sessionId),
          toText(trace.timeBasis),
          toText(trace.outcome?.value),
          toText(trace.outcome?.saidBy),
          toJsonText(trace.attributes),
        ]);
        return;
      }
      case 'context-event': {
        const {event} = fact;
        this.#contextEvents.add([
          this.#nextId(),
          toInteger(event.timeUs),
          event.source,
          event.severity,
          event.text,
          ...toAtColumns(fact.at),
        ]);
        return;
      }
      case 'diagnostic':
        this.#diagnostics.add(this.#nextId(), fact.diagnostic);
        return;
      case 'checkpoint':
        this.#checkpoint = fact.state;
        return;
      default:
        assertNever(fact);
    }
  }

  /** Before COMMIT: all rows held back are written. */
  flush(options: {readonly mergeIndex: boolean}): void {
    this.#tables.flush(options);
    this.#tables.traces.flush(this.#versionId);
    this.#diagnostics.flush(this.#versionId);
    for (const rows of [
      this.#spans,
      this.#usages,
      this.#attributes,
      this.#messages,
      this.#events,
      this.#links,
      this.#verdicts,
      this.#contextEvents,
      this.#traces,
    ]) {
      rows.flush();
    }
  }

  #writeSpan(
    {traceId, spanId}: Pick<SpanDraft, 'traceId' | 'spanId'>,
    span: Partial<SpanDraft>,
    options: {readonly at: Locator; readonly isPatch: boolean},
  ): void {
    const id = this.#nextId();
    const startUs = toInteger(span.startUs);
    const timeUs = startUs === null ? undefined : Number(startUs);
    const traceKey = this.#touch(traceId, timeUs, span.sessionId, true);
    const [offset, length, line, rest] = toAtColumns(options.at);
    this.#spans.add([
      id,
      traceKey,
      spanId,
      toText(span.parentId),
      this.#tables.labels.intern(span, options),
      startUs,
      toInteger(span.endUs),
      this.#internBody(span.input, 'args'),
      this.#internBody(span.output, 'outcome'),
      this.#internBody(span.statusMessage, 'error'),
      toText(span.toolCallId),
      toText(span.roundId),
      offset,
      length,
      line,
      rest,
    ]);
    const {usage, attributes} = span;
    if (usage !== undefined) {
      this.#usages.add([
        id,
        toInteger(usage.inputTokens),
        toInteger(usage.outputTokens),
        toInteger(usage.cachedReadTokens),
        toInteger(usage.cachedWriteTokens),
        toInteger(usage.reasoningTokens),
      ]);
    }
    const text = toJsonText(attributes);
    if (text !== null && text !== '{}') this.#attributes.add([id, text], text.length);
  }

  #writeEvent(event: SpanEventDraft, at: Locator): void {
    const id = this.#nextId();
    const timeUs = toInteger(event.timeUs);
    this.#events.add([
      id,
      this.#touch(event.traceId, timeUs === null ? undefined : Number(timeUs)),
      toText(event.spanId),
      event.kind,
      event.name,
      timeUs,
      this.#internBody(event.text, 'text'),
      toFlag(event.synthetic ?? false),
      toInteger(event.tokensBefore),
      toInteger(event.tokensAfter),
      toText(event.fingerprint),
      toText(event.agentId),
      toText(event.agentName),
      toJsonText(event.attributes),
      ...toAtColumns(at),
    ]);
  }

  #internBody(value: JsonValue | undefined, role: SignatureRole): number | null {
    if (value === undefined) return null;
    const {bodies} = this.#tables;
    const id = bodies.intern(toValueContent(value));
    bodies.sign(id, role, value);
    return id;
  }

  #noteMissingBase(count: number, at: Locator): void {
    const diagnostic: Diagnostic = {
      code: 'missing-conversation-base',
      severity: 'data-loss',
      message: `${String(count)} earlier messages of this call are not in the case`,
      at,
    };
    this.#diagnostics.add(this.#nextId(), diagnostic);
  }

  #touch(traceId: string, timeUs?: number, sessionId?: string, isSpan = false): number {
    const {traces} = this.#tables;
    const traceKey = traces.intern(traceId, this.#scopeSourceId);
    traces.touch(traceKey, this.#seq, {isSpan, timeUs, sessionId});
    return traceKey;
  }

  #nextId(): number {
    return this.#versionId * VERSION_STRIDE + ++this.#seq;
  }
}
