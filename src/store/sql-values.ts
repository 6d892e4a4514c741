import type {JsonValue} from '../model/json.js';
import type {Locator} from '../model/locator.js';
import type {SqlValue} from './bulk-insert.js';
import {toCanonicalJson} from './canonical-json.js';

const MAX_INT64 = 2 ** 63;

/**
 * A number for an INTEGER column: rounded, beyond 2^53 as bigint; null where absent, not finite or
 * beyond 64 bits (such a count or time is noise, and SQLite would refuse the row).
 */
export function toInteger(value: number | undefined): number | bigint | null {
  if (value === undefined) return null;
  if (Number.isSafeInteger(value)) return value;
  const rounded = Math.round(value);
  if (!Number.isFinite(rounded) || Math.abs(rounded) >= MAX_INT64) return null;
  return Number.isSafeInteger(rounded) ? rounded : BigInt(rounded);
}

export function toText(value: string | undefined): string | null {
  return value ?? null;
}

export function toFlag(value: boolean | undefined): number | null {
  return value === undefined ? null : Number(value);
}

export function toJsonText(value: JsonValue | undefined): string | null {
  return value === undefined ? null : toCanonicalJson(value);
}

/** The four columns of a locator: offset, length, line, and the rest as JSON where there is any. */
export function toAtColumns(
  at: Locator | undefined,
): readonly [SqlValue, SqlValue, SqlValue, SqlValue] {
  if (at === undefined) return [null, null, null, null];
  if (at.kind === 'row') {
    const {kind, member, table, rowid} = at;
    return [null, null, null, JSON.stringify({kind, member, table, rowid})];
  }
  const {kind, member, pointer} = at;
  const line = at.kind === 'bytes' ? at.line : undefined;
  const isPlain = kind === 'bytes' && member === undefined && pointer === undefined;
  return [
    at.offset ?? null,
    at.length ?? null,
    line ?? null,
    isPlain ? null : JSON.stringify({kind, member, pointer}),
  ];
}

export interface AtRow {
  readonly at_offset: number | null;
  readonly at_length: number | null;
  readonly at_line: number | null;
  readonly at_rest: string | null;
}

/** The locator that `toAtColumns` took apart; undefined where none was given. */
export function fromAtColumns(row: AtRow): Locator | undefined {
  const rest = row.at_rest === null ? undefined : (JSON.parse(row.at_rest) as AtRest);
  const member = rest?.member === undefined ? {} : {member: rest.member};
  if (rest?.kind === 'row') {
    return {kind: 'row', ...member, table: rest.table ?? '', rowid: rest.rowid ?? 0};
  }
  const range =
    row.at_offset === null || row.at_length === null
      ? undefined
      : {offset: row.at_offset, length: row.at_length};
  if (rest?.kind === 'pointer') {
    return {kind: 'pointer', ...member, pointer: rest.pointer ?? '', ...range};
  }
  if (range === undefined) return undefined;
  const pointer = rest?.pointer === undefined ? {} : {pointer: rest.pointer};
  const line = row.at_line === null ? {} : {line: row.at_line};
  return {kind: 'bytes', ...member, ...range, ...line, ...pointer};
}

interface AtRest {
  readonly kind: Locator['kind'];
  readonly member?: string;
  readonly pointer?: string;
  readonly table?: string;
  readonly rowid?: number;
}
