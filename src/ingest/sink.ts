import type {Diagnostic} from '../model/diagnostic.js';
import type {Fact} from '../model/facts.js';
import type {ParserId} from '../model/ids.js';
import type {JsonValue} from '../model/json.js';
import type {IdScope} from '../model/kinds.js';
import type {ContainerKind} from '../model/record-source.js';

/** Records of one source: read + refused = present. */
export interface SourceCounts {
  /** Counted by the record reader, without looking at what the parser made of them. */
  readonly present: number;
  readonly read: number;
  readonly refused: number;
}

/** A file about to be ingested, before anything of it is parsed. */
export interface SourceCandidate {
  /** Absolute path; for standard input the path of its spooled copy. */
  readonly path: string;
  readonly container: ContainerKind;
  readonly parserId: ParserId;
  readonly parserVersion: number;
  readonly idScope: IdScope;
  /** The tail of a grown file can be parsed alone (plain JSON lines and a resumable parser). */
  readonly resumable: boolean;
  /** Bytes on disk now (compressed, if so); for a folder the sum of its members. */
  readonly sizeBytes: number;
  /**
   * Hex sha256 of the first `lengthBytes` bytes on disk; undefined where there are fewer.
   * The bytes are read once however often this is called with rising lengths. A folder has one
   * length, `sizeBytes`; its hash covers the paths and the content of its members.
   */
  hashPrefix(lengthBytes: number): Promise<string | undefined>;
  /** Hex sha256 of a file beside it, by relative path; undefined where there is none. */
  hashSibling?(path: string): Promise<string | undefined>;
}

/** A file beside the source that its parser asked for. */
export interface SiblingHash {
  readonly path: string;
  /** Absent where there was no such file: one that appears later is a change as well. */
  readonly sha256?: string;
}

/** Where a grown file is taken up again. `offset` and `line` are those of the last `SourceEnd`. */
export interface ResumePoint {
  readonly offset: number;
  readonly line: number;
  /** State of the last `checkpoint` fact that was written. */
  readonly state: JsonValue;
}

/**
 * What the sink makes of a candidate.
 *
 * - unchanged: same parser id and version, `sizeBytes` and hash equal `totalBytes` and `totalSha256`
 *   of the last finished session, and so do its siblings: nothing is parsed.
 * - grown: resumable, same container, parser id and version, longer than `prefixBytes`, whose hash is still
 *   `prefixSha256`, siblings unchanged: only the bytes from `resume.offset` are parsed, facts are added, the old `tornTail` no longer holds.
 * - rewritten: known path, anything else: a new version; facts of the old one leave all views at `finish`.
 * - new: path not seen, or never finished.
 */
export type SourceStart =
  /** Counts of the whole source, its torn tail included. */
  | {readonly kind: 'unchanged'; readonly counts: SourceCounts}
  | {readonly kind: 'new' | 'rewritten'; readonly session: SourceSession}
  | {readonly kind: 'grown'; readonly session: SourceSession; readonly resume: ResumePoint};

/** What one session read, said once at its end. */
export interface SourceEnd {
  /** Of this session alone (for a grown file: of the tail), without the torn tail. */
  readonly counts: SourceCounts;
  /** Bytes that are settled: whole file, or up to where a torn last line starts. */
  readonly prefixBytes: number;
  readonly prefixSha256: string;
  /** Whole file as it was read, torn tail included. */
  readonly totalBytes: number;
  readonly totalSha256: string;
  /** Files beside it that this session asked for, each once. */
  readonly siblings?: readonly SiblingHash[];
  /** Where the next line would start: decompressed offset, and its 1-based number. */
  readonly offset: number;
  readonly line: number;
  /** One more record, present and refused, that later growth may complete; not sent as a fact. */
  readonly tornTail?: Diagnostic;
}

/** The facts of one source version. Nothing of it is visible before `finish` resolves. */
export interface SourceSession {
  /** In order; resolves when more may be sent. Facts are plain data that survives structuredClone, `BigNumber` apart. */
  write(facts: readonly Fact[]): Promise<void>;
  /** Makes the version current, in one transaction. */
  finish(end: SourceEnd): Promise<void>;
  /** Drops what was written (abort, I/O error). The previous version stays current. */
  abandon(): Promise<void>;
}

/** Where facts go: the case, or a test's memory. One session is open at a time. */
export interface FactSink {
  beginSource(candidate: SourceCandidate): Promise<SourceStart>;
}
