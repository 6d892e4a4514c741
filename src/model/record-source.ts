import type {Diagnostic} from './diagnostic.js';
import type {JsonObject, JsonValue} from './json.js';
import type {Locator} from './locator.js';

/** How the bytes of a source are laid out, told from content alone. */
export type ContainerKind =
  | 'json-lines'
  /** One JSON value that fills the file. */
  | 'json-document'
  /** Several values one after the other, pretty-printed or not, no commas between. */
  | 'json-values'
  | 'text'
  | 'binary'
  | 'folder'
  | 'archive'
  | 'sqlite'
  | 'empty';

/** What a parser may look at to recognise its format. Names lie; content decides. */
export interface SniffHead {
  /** For messages; never the only reason for a yes. */
  readonly name: string;
  readonly container: ContainerKind;
  /** First decompressed bytes, at most 64 KiB, and last ones, at most 4 KiB. */
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  /**
   * The first JSON values of the head, at most 64. The last one may be cut off: it is then closed
   * where the head ends, so its early keys are right and its late ones may be missing.
   */
  readonly values: readonly JsonValue[];
  /** Top-level keys of the first value by a bounded scan that goes beyond the head (first 8 MiB). */
  readonly keys: readonly string[];
  /** Member paths, for a folder or an archive; at most 10,000. */
  readonly entries?: readonly string[];
  /** Table names, for SQLite. */
  readonly tables?: readonly string[];
}

export interface SniffVerdict {
  readonly match: 'yes' | 'maybe' | 'no';
  /** Names the deciding key: "has resourceSpans[].scopeSpans". Shown to people. */
  readonly reason: string;
  /** With `no`: the source was recognised, and this parser is the one to say why it holds no trace. */
  readonly isLookAlike?: boolean;
}

/** One top-level value, or one element of it when the parser asked for elements. */
export type RecordEvent =
  | {readonly kind: 'value'; readonly value: JsonValue; readonly at: Locator}
  /**
   * An element that matched `elements[pattern]`. `above` are the enclosing objects from the top,
   * each holding the keys read so far except the containers that a pattern steps through (later keys
   * come with `rest`). An enclosing object is the same object for as long as it holds the same keys.
   */
  | {
      readonly kind: 'element';
      readonly pattern: number;
      readonly value: JsonValue;
      readonly above: readonly JsonObject[];
      readonly at: Locator;
    }
  /**
   * A top-level value whose elements were streamed, now complete, without them. An inner object all
   * of whose keys came with `above` is null here, so that indexes stay right and little is held. Not
   * a record of its own in the tally. (A value in which no element matched comes as `value`.)
   */
  | {readonly kind: 'rest'; readonly value: JsonValue; readonly at: Locator};

export interface RecordOptions {
  /**
   * Patterns such as `resourceSpans[].scopeSpans[].spans[]` (`[]` any index, `{}` any key, a leading
   * `[]` for a top-level array): values that match are sent one by one and never held together. Same events whether a value was parsed whole or streamed.
   */
  readonly elements?: readonly string[];
  /** Start at this byte of the decompressed source (a resumed JSON-lines file). */
  readonly fromOffset?: number;
  /** Line number of the line that starts at `fromOffset`, 1-based. */
  readonly fromLine?: number;
}

/** One line of a text log, without its line end. */
export interface TextLine {
  readonly text: string;
  readonly at: Locator;
}

/** One length-prefixed message of a binary log. `bytes` are valid until the next batch is asked for. */
export interface Frame {
  readonly bytes: Uint8Array;
  /** Without the length in front of it. */
  readonly at: Locator;
}

/** One source: a file, a member of a folder or an archive, or a SQLite file. Can be read again. */
export interface RecordSource {
  readonly name: string;
  readonly container: ContainerKind;
  /** Batches of records in file order. Unreadable records are counted and reported, not thrown. */
  records(options?: RecordOptions): AsyncIterable<readonly RecordEvent[]>;
  lines(): AsyncIterable<readonly TextLine[]>;
  /** Messages of a binary log, each behind its length as four bytes, most significant first. */
  frames(): AsyncIterable<readonly Frame[]>;
  rows(table: string): AsyncIterable<readonly {readonly row: JsonObject; readonly at: Locator}[]>;
  /** Members of a folder or an archive, sorted by path. */
  entries(): AsyncIterable<{readonly path: string; readonly source: RecordSource}>;
  /** A file beside this one, by relative path; undefined where there is none. */
  sibling(path: string): Promise<RecordSource | undefined>;
}

/**
 * Counts that must add up: read + refused = present. Present is counted by the record reader: one for
 * each `value` and each `element` event (`rest` is none), each text line, frame and row, in the last pass
 * that ran to its end. A parser accepts or refuses each of them once.
 */
export interface RecordTally {
  /** `count` records (default 1) were understood, known noise included. */
  accept(count?: number): void;
  /** A record was not usable. Its diagnostic must be of severity data-loss or error. */
  refuse(diagnostic: Diagnostic): void;
}

export interface ParseContext {
  readonly signal: AbortSignal;
  readonly tally: RecordTally;
  /** What the parser left in its last `checkpoint`, when only the tail of a grown file is read. */
  readonly resume?: {readonly offset: number; readonly line: number; readonly state: JsonValue};
  /** Text of the `--map` file, for the mapped parser. */
  readonly map?: string;
}
