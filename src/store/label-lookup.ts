import type Database from 'better-sqlite3';
import {SPAN_KINDS, STATUSES} from '../model/kinds.js';
import {READ_LABEL} from './queries/run-facts.js';
import type {StringTable} from '../tree/string-table.js';

/** A row of `label`. */
export interface LabelRow {
  readonly is_patch: number;
  readonly kind: string | null;
  readonly name: string | null;
  readonly status: string | null;
  readonly agent_name: string | null;
  readonly agent_id: string | null;
  readonly tool_name: string | null;
  readonly model: string | null;
  readonly provider: string | null;
  readonly error_type: string | null;
  readonly finish_reason: string | null;
  readonly branch: string | null;
  readonly scope: string | null;
  readonly session_id: string | null;
  readonly derived_id: number | null;
  readonly unfinished: number | null;
  readonly usage_source: string | null;
}

/** A label with its strings as numbers of one run; -1 = not told. */
export interface RunLabel {
  readonly isPatch: boolean;
  readonly kind: number;
  readonly status: number;
  readonly name: number;
  readonly agentName: number;
  readonly agentId: number;
  readonly toolName: number;
  readonly model: number;
  readonly errorType: number;
  readonly finishReason: number;
  readonly branch: number;
  readonly scope: number;
  readonly derivedId: boolean;
  /** -1 not told. */
  readonly unfinished: number;
  readonly usageEstimated: boolean;
}

/** Labels of one run, read once each. */
export function buildLabelLookup(
  db: Database.Database,
  strings: StringTable,
): (labelId: number) => RunLabel {
  const read = db.prepare(READ_LABEL);
  const known = new Map<number, RunLabel>();
  return (labelId) => {
    const found = known.get(labelId);
    if (found !== undefined) return found;
    const label = toRunLabel(read.get(labelId) as LabelRow, strings);
    known.set(labelId, label);
    return label;
  };
}

function toRunLabel(row: LabelRow, strings: StringTable): RunLabel {
  return {
    isPatch: row.is_patch === 1,
    kind: row.kind === null ? -1 : SPAN_KINDS.findIndex((kind) => kind === row.kind),
    status: row.status === null ? -1 : STATUSES.findIndex((status) => status === row.status),
    name: strings.internOptional(row.name ?? undefined),
    agentName: strings.internOptional(row.agent_name ?? undefined),
    agentId: strings.internOptional(row.agent_id ?? undefined),
    toolName: strings.internOptional(row.tool_name ?? undefined),
    model: strings.internOptional(row.model ?? undefined),
    errorType: strings.internOptional(row.error_type ?? undefined),
    finishReason: strings.internOptional(row.finish_reason ?? undefined),
    branch: strings.internOptional(row.branch ?? undefined),
    scope: strings.internOptional(row.scope ?? undefined),
    derivedId: row.derived_id === 1,
    unfinished: row.unfinished ?? -1,
    usageEstimated: row.usage_source === 'estimated',
  };
}
