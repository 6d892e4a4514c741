import type {SpanKind} from '../api.js';
import type {TimeUnit} from '../common/plain-time.js';
import type {Path} from './path.js';

/** A `--map` file, checked. Where several paths are given, the first that leads to a value counts. */
export interface MapSpec {
  /** Patterns of the records (contract of RecordOptions.elements); none: each line, or each top-level value. */
  readonly records: readonly string[];
  readonly fields: Readonly<Partial<Record<FieldName, readonly Path[]>>>;
  readonly start?: TimeField;
  readonly end?: TimeField;
  readonly duration?: DurationField;
  readonly status?: StatusField;
  readonly tokens: Readonly<Partial<Record<TokenName, readonly Path[]>>>;
  /** The input count leaves cached tokens out (Anthropic's own counts do). */
  readonly inputExcludesCached: boolean;
  readonly messagesIn: readonly Path[];
  readonly messagesOut: readonly Path[];
  readonly kinds: readonly KindRule[];
}

/** Fields that are found by a path alone. */
export const FIELD_NAMES = [
  'trace',
  'span',
  'parent',
  'name',
  'session',
  'agent',
  'agentId',
  'model',
  'provider',
  'tool',
  'call',
  'round',
  'finish',
  'input',
  'output',
  'error',
  'text',
] as const;
export type FieldName = (typeof FIELD_NAMES)[number];

export const TOKEN_NAMES = [
  'input',
  'output',
  'cachedRead',
  'cachedWrite',
  'reasoning',
  'total',
] as const;
export type TokenName = (typeof TOKEN_NAMES)[number];

export interface TimeField {
  readonly from: readonly Path[];
  readonly unit: TimeUnit;
  /** What a text without a zone means. */
  readonly zone: 'utc' | 'local';
}

export interface DurationField {
  readonly from: readonly Path[];
  readonly unit: 's' | 'ms' | 'us' | 'ns';
}

export interface StatusField {
  readonly from: readonly Path[];
  /** Values, in lower case, that mean failure and success; others mean nothing. */
  readonly error: ReadonlySet<string>;
  readonly ok: ReadonlySet<string>;
}

/** What a record is: a span of a kind, the end of a span, a turn of the user, or nothing of interest. */
export const OUTCOMES = ['end', 'user-turn', 'skip'] as const;
export type RecordKind = SpanKind | (typeof OUTCOMES)[number];

/** The first rule that fits a record decides. A rule without a condition fits all. */
export interface KindRule {
  readonly when?: Path;
  /** Values in lower case. */
  readonly is?: ReadonlySet<string>;
  readonly matches?: (text: string) => boolean;
  /** Undefined: the value names the kind itself. */
  readonly then: RecordKind | undefined;
}
