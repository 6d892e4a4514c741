import type {RunLabel} from './label-lookup.js';

/** One span fact as the run needs it; -1 and NaN = not told. */
export interface SpanFactRow {
  readonly factId: number;
  readonly parentId: number;
  readonly label: RunLabel;
  readonly startUs: number;
  readonly endUs: number;
  readonly inputBody: number;
  readonly outputBody: number;
  readonly errorBody: number;
  readonly toolCallId: number;
  readonly roundId: number;
}

const KIND_OTHER = 9;
const STATUS_UNSET = 0;
const NOT_TOLD = 255;
/** How sure the fields of a row are: a patch alone, an unfinished span, a finished one. */
const RANK = {patchOnly: 0, unfinished: 1, finished: 2} as const;
const OPEN = {unknown: 0, unfinished: 1, finished: 2} as const;

/**
 * The merged spans of a run while it is loaded, in the order of their first fact.
 *
 * Merging by identity: a told field beats an untold one; a patch overwrites; a finished record
 * overwrites an unfinished one; of two alike the later one overwrites, as a log appends what it learned. `unset`, `other` and the empty name
 * say nothing and never overwrite.
 */
export class SpanColumns {
  count = 0;
  readonly spanKey: Float64Array;
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
  readonly ints: Readonly<Record<IntColumn, Int32Array>>;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly rank: Uint8Array;
  readonly open: Uint8Array;
  readonly derivedId: Uint8Array;
  readonly usageEstimated: Uint8Array;
  readonly tokens: Readonly<Record<TokenColumn, Float64Array>>;

  constructor(capacity: number) {
    this.spanKey = new Float64Array(capacity);
    this.startUs = new Float64Array(capacity);
    this.endUs = new Float64Array(capacity);
    this.kind = new Uint8Array(capacity);
    this.status = new Uint8Array(capacity);
    this.rank = new Uint8Array(capacity);
    this.open = new Uint8Array(capacity);
    this.derivedId = new Uint8Array(capacity);
    this.usageEstimated = new Uint8Array(capacity);
    const newInts = (): Int32Array => new Int32Array(capacity).fill(-1);
    this.ints = {
      traceId: newInts(),
      spanId: newInts(),
      parentId: newInts(),
      name: newInts(),
      agentName: newInts(),
      agentId: newInts(),
      toolName: newInts(),
      toolCallId: newInts(),
      model: newInts(),
      errorType: newInts(),
      finishReason: newInts(),
      roundId: newInts(),
      branch: newInts(),
      scope: newInts(),
      inputBody: newInts(),
      outputBody: newInts(),
      errorBody: newInts(),
      inNode: newInts(),
      outNode: newInts(),
      replySignature: newInts(),
      replyShape: newInts(),
    };
    const newTokens = (): Float64Array => new Float64Array(capacity).fill(NaN);
    this.tokens = {
      inputTokens: newTokens(),
      outputTokens: newTokens(),
      cachedReadTokens: newTokens(),
      cachedWriteTokens: newTokens(),
      reasoningTokens: newTokens(),
    };
  }

  /** Adds a row for the first fact of a span. */
  add(traceId: number, spanId: number, fact: SpanFactRow): number {
    const row = this.count++;
    const {label, ...fields} = fact;
    const {ints} = this;
    this.spanKey[row] = fields.factId;
    this.startUs[row] = fields.startUs;
    this.endUs[row] = fields.endUs;
    this.kind[row] = label.kind < 0 ? NOT_TOLD : label.kind;
    this.status[row] = label.status < 0 ? NOT_TOLD : label.status;
    this.rank[row] = toRank(label);
    this.open[row] = toOpen(fact);
    this.derivedId[row] = Number(label.derivedId);
    ints.traceId[row] = traceId;
    ints.spanId[row] = spanId;
    ints.parentId[row] = fields.parentId;
    ints.name[row] = label.name;
    ints.agentName[row] = label.agentName;
    ints.agentId[row] = label.agentId;
    ints.toolName[row] = label.toolName;
    ints.toolCallId[row] = fields.toolCallId;
    ints.model[row] = label.model;
    ints.errorType[row] = label.errorType;
    ints.finishReason[row] = label.finishReason;
    ints.roundId[row] = fields.roundId;
    ints.branch[row] = label.branch;
    ints.scope[row] = label.scope;
    ints.inputBody[row] = fields.inputBody;
    ints.outputBody[row] = fields.outputBody;
    ints.errorBody[row] = fields.errorBody;
    return row;
  }

  /** Merges a further fact into a row; true if it overwrites what was told. */
  merge(row: number, fact: SpanFactRow): boolean {
    const {label} = fact;
    const rank = toRank(label);
    const before = this.rank[row] ?? RANK.patchOnly;
    const wins = label.isPatch || (before !== RANK.patchOnly && rank >= before);
    this.rank[row] = Math.max(before, rank);
    this.#mergeKind(row, label, wins);
    mergeFloat(this.startUs, row, fact.startUs, wins);
    mergeFloat(this.endUs, row, fact.endUs, wins);
    const open = toOpen(fact);
    if (open !== OPEN.unknown && (wins || this.open[row] === OPEN.unknown)) this.open[row] = open;
    const {ints} = this;
    mergeInt(ints.parentId, row, fact.parentId, wins);
    mergeInt(ints.name, row, label.name, wins && label.name !== 0);
    mergeInt(ints.agentName, row, label.agentName, wins);
    mergeInt(ints.agentId, row, label.agentId, wins);
    mergeInt(ints.toolName, row, label.toolName, wins);
    mergeInt(ints.toolCallId, row, fact.toolCallId, wins);
    mergeInt(ints.model, row, label.model, wins);
    mergeInt(ints.errorType, row, label.errorType, wins);
    mergeInt(ints.finishReason, row, label.finishReason, wins);
    mergeInt(ints.roundId, row, fact.roundId, wins);
    mergeInt(ints.branch, row, label.branch, wins);
    mergeInt(ints.scope, row, label.scope, wins);
    mergeInt(ints.inputBody, row, fact.inputBody, wins);
    mergeInt(ints.outputBody, row, fact.outputBody, wins);
    mergeInt(ints.errorBody, row, fact.errorBody, wins);
    return wins;
  }

  /** Usage of one fact, field by field; an estimate never overwrites a report. */
  mergeUsage(
    row: number,
    usage: ReadonlyMap<TokenColumn, number>,
    how: {
      readonly wins: boolean;
      readonly estimated: boolean;
    },
  ): void {
    const {tokens} = this;
    const hadAny =
      !Number.isNaN(tokens.inputTokens[row]) || !Number.isNaN(tokens.outputTokens[row]);
    const wasEstimated = this.usageEstimated[row] === 1;
    if (hadAny && how.estimated && !wasEstimated) return;
    const wins = how.wins || (wasEstimated && !how.estimated);
    for (const [column, value] of usage) mergeFloat(tokens[column], row, value, wins);
    if (!hadAny || wins) this.usageEstimated[row] = Number(how.estimated);
  }

  isUnfinished(row: number): boolean {
    return this.open[row] === OPEN.unfinished;
  }

  /** After the last fact: what no record told becomes the neutral value. */
  settle(): void {
    for (let row = 0; row < this.count; row++) {
      if (this.kind[row] === NOT_TOLD) this.kind[row] = KIND_OTHER;
      if (this.status[row] === NOT_TOLD) this.status[row] = STATUS_UNSET;
      const name = this.ints.name;
      if (name[row] === -1) name[row] = 0;
    }
  }

  #mergeKind(row: number, label: RunLabel, wins: boolean): void {
    const kind = this.kind[row];
    if (
      label.kind >= 0 &&
      (kind === NOT_TOLD || kind === KIND_OTHER || (wins && label.kind !== KIND_OTHER))
    ) {
      this.kind[row] = label.kind;
    }
    const status = this.status[row];
    if (
      label.status >= 0 &&
      (status === NOT_TOLD || status === STATUS_UNSET || (wins && label.status !== STATUS_UNSET))
    ) {
      this.status[row] = label.status;
    }
  }
}

export type TokenColumn =
  'inputTokens' | 'outputTokens' | 'cachedReadTokens' | 'cachedWriteTokens' | 'reasoningTokens';

type IntColumn =
  | 'traceId'
  | 'spanId'
  | 'parentId'
  | 'name'
  | 'agentName'
  | 'agentId'
  | 'toolName'
  | 'toolCallId'
  | 'model'
  | 'errorType'
  | 'finishReason'
  | 'roundId'
  | 'branch'
  | 'scope'
  | 'inputBody'
  | 'outputBody'
  | 'errorBody'
  | 'inNode'
  | 'outNode'
  | 'replySignature'
  | 'replyShape';

function toRank(label: RunLabel): number {
  if (label.isPatch) return RANK.patchOnly;
  return label.unfinished === 1 ? RANK.unfinished : RANK.finished;
}

function toOpen(fact: SpanFactRow): number {
  if (fact.label.unfinished === 1) return OPEN.unfinished;
  if (fact.label.unfinished === 0 || !fact.label.isPatch) return OPEN.finished;
  return Number.isNaN(fact.endUs) ? OPEN.unknown : OPEN.finished;
}

function mergeInt(column: Int32Array, row: number, value: number, wins: boolean): void {
  if (value >= 0 && (wins || (column[row] ?? -1) < 0)) column[row] = value;
}

function mergeFloat(column: Float64Array, row: number, value: number, wins: boolean): void {
  if (!Number.isNaN(value) && (wins || Number.isNaN(column[row]))) column[row] = value;
}
