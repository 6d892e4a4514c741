import type {SourceOutcome} from '../ingest/ingest-source.js';

/** What a batch tells while it works. Paths are absolute; a member's is that of its archive and its own. */
export type BatchEvent =
  | {readonly kind: 'planned'; readonly files: number; readonly bytesTotal: number}
  | {readonly kind: 'read'; readonly source: SourceOutcome}
  | {readonly kind: 'skipped'; readonly skip: SkippedInput}
  | {readonly kind: 'worker-crash'; readonly path: string; readonly how: string}
  | {
      readonly kind: 'reading';
      readonly bytesDone: number;
      readonly bytesTotal: number;
      readonly filesDone: number;
    }
  | {readonly kind: 'judging'; readonly runsDone: number; readonly runsTotal: number};

/** A file that is not in the case, and why. */
export interface SkippedInput {
  readonly path: string;
  readonly reason: string;
  readonly kind:
    /** Its format is not known, it is empty, it cannot be read. */
    | 'unreadable'
    /** Named by the person itself, and missing or not readable. */
    | 'named'
    /** Another file holds the same bytes. */
    | 'duplicate'
    /** Last changed before `--since`. */
    | 'too-old'
    /** Left out by `--include` or `--exclude`. */
    | 'not-chosen'
    /** Workers crashed on it twice. */
    | 'set-aside';
}
