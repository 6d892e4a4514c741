import type {SqlFault} from './explain-sql-error.js';

/** What the child process is told; one message. */
export interface QueryRequest {
  readonly casePath: string;
  readonly sql: string;
  /** Values of `@name`. */
  readonly params: Readonly<Record<string, string | number>>;
  /** Rows to send at most; Infinity does not pass as JSON, so null is all. */
  readonly maxRows: number | null;
  /** Milliseconds after which the process is killed. */
  readonly limitMs: number;
}

/** One value of a row. Whole numbers beyond 2^53 and blobs are sent as text that says so. */
export type QueryCell = string | number | null | {readonly int: string} | {readonly hex: string};

export type QueryReply =
  | {readonly kind: 'columns'; readonly columns: readonly string[]}
  | {readonly kind: 'rows'; readonly rows: readonly (readonly QueryCell[])[]}
  /** `more`: the row limit cut the result. */
  | {readonly kind: 'end'; readonly more: boolean}
  | {readonly kind: 'refused'; readonly reason: string}
  | {readonly kind: 'fault'; readonly fault: SqlFault; readonly nearest: string | undefined};
