import type {RunPlan} from '../../analyze/form-runs.js';
import type {PackedMember} from '../../ingest/containers/archive.js';
import type {SourceOutcome} from '../../ingest/ingest-source.js';
import type {SkippedFile} from '../../ingest/ingest.js';
import type {ResumePoint, SourceCandidate, SourceCounts, SourceEnd} from '../../ingest/sink.js';
import type {DerivedRows} from '../../store/derived-rows.js';

/** What a worker is asked to read. */
export type ReadTask =
  /** A folder or an archive that one parser reads as a whole. */
  | {readonly kind: 'whole'; readonly path: string; readonly sizeBytes: number}
  | {readonly kind: 'file'; readonly path: string; readonly sizeBytes: number}
  | {
      readonly kind: 'member';
      readonly path: string;
      readonly sizeBytes: number;
      readonly packed: PackedMember;
    };

/** What the writer says of a candidate: `SourceStart` without its session. */
export type BeginReply =
  | {readonly kind: 'unchanged'; readonly counts: SourceCounts}
  | {readonly kind: 'new' | 'rewritten'}
  | {readonly kind: 'grown'; readonly resume: ResumePoint}
  /** Another file holds the same bytes and is in the case. */
  | {readonly kind: 'duplicate'; readonly of: string};

export type CandidateData = Omit<SourceCandidate, 'hashPrefix' | 'hashSibling'>;

/** A number of bytes from the start of the source, or a file beside it. */
export type HashOf = number | string;

/** Facts of one or more batches, serialised: they lie in memory as bytes until they are written. */
export interface FactsMessage {
  readonly kind: 'facts';
  readonly bytes: Uint8Array;
  /** Numbers that a double cannot hold are marked in it. */
  readonly hasBigNumbers: boolean;
}

export type ToWorker =
  | {
      readonly kind: 'read';
      readonly task: ReadTask;
      readonly format?: string;
      readonly map?: string;
    }
  | {readonly kind: 'judge'; readonly casePath: string; readonly plan: RunPlan}
  | {readonly kind: 'begin-reply'; readonly reply: BeginReply}
  | {readonly kind: 'hash'; readonly of: HashOf}
  /** So many `facts` messages are taken up: as many more may come. */
  | {readonly kind: 'taken'; readonly count: number}
  | {readonly kind: 'sibling-reply'; readonly packed: PackedMember | undefined};

/** The end of a task. */
export type TaskEnd =
  | {
      readonly kind: 'read';
      readonly sources: readonly SourceOutcome[];
      readonly skipped: readonly SkippedFile[];
    }
  | {readonly kind: 'judged'; readonly rows: DerivedRows}
  /** A bug of ours met in this task; the worker goes on. */
  | {readonly kind: 'broke'; readonly message: string};

export type FromWorker =
  | {readonly kind: 'ready'}
  | {readonly kind: 'begin'; readonly candidate: CandidateData}
  | {readonly kind: 'hashed'; readonly of: HashOf; readonly sha256: string | undefined}
  | FactsMessage
  | {readonly kind: 'finish'; readonly end: SourceEnd}
  | {readonly kind: 'abandon'}
  | {readonly kind: 'sibling'; readonly path: string}
  | {readonly kind: 'progress'; readonly bytesDone: number}
  | TaskEnd;

export function isTaskEnd(message: FromWorker): message is TaskEnd {
  return message.kind === 'read' || message.kind === 'judged' || message.kind === 'broke';
}
