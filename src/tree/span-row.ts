import type {SpanKind, Status} from '../model/kinds.js';
import {compact} from '../model/compact.js';
import {SPAN_FLAG} from './span-table.js';

/** One span record as plain data, for `buildSpanTable`. Absent = the log does not tell. */
export interface SpanRow {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentId?: string;
  readonly kind: SpanKind;
  readonly name: string;
  /** Row id in the case; the position of the row where there is no case. */
  readonly spanKey?: number;
  /** Rank of the source: rows without times are never mixed with those of another source. */
  readonly source?: number;
  readonly status?: Status;
  /** Bits of SPAN_FLAG. */
  readonly flags?: number;
  readonly startUs?: number;
  readonly endUs?: number;
  readonly agentName?: string;
  readonly agentId?: string;
  readonly toolName?: string;
  readonly toolCallId?: string;
  readonly model?: string;
  readonly errorType?: string;
  readonly finishReason?: string;
  readonly roundId?: string;
  readonly branch?: string;
  readonly scope?: string;
  readonly inputBody?: number;
  readonly outputBody?: number;
  readonly errorBody?: number;
  readonly inNode?: number;
  readonly outNode?: number;
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  readonly cachedReadTokens?: number;
  readonly cachedWriteTokens?: number;
  readonly reasoningTokens?: number;
  readonly contextWindow?: number;
}

/**
 * Two records of one span: the finished one wins, the other fills what it lacks. Of two finished or two unfinished records the
 * later one in the source wins, as a log appends what it learned.
 */
export function mergeSpanRows(earlier: SpanRow, later: SpanRow): SpanRow {
  const laterWins = isFinished(later) || !isFinished(earlier);
  const [winner, loser] = laterWins ? [later, earlier] : [earlier, later];
  const flags = (winner.flags ?? 0) | ((loser.flags ?? 0) & ~SPAN_FLAG.unfinished);
  const first = {spanKey: earlier.spanKey, source: earlier.source};
  return {...loser, ...winner, flags, ...compact<Pick<SpanRow, 'spanKey' | 'source'>>(first)};
}

function isFinished(row: SpanRow): boolean {
  return row.endUs !== undefined;
}
