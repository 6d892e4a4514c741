import type {ContainerKind, SniffHead} from '../model/record-source.js';
import {compilePatterns} from './records/element-pattern.js';
import {detectLayout, headValues} from './records/layout.js';
import {ValueScanner} from './records/value-scanner.js';

/** First bytes shown to the sniffers (contract of SniffHead). */
export const HEAD_BYTES = 64 * 1024;
/** Last bytes shown to the sniffers (contract of SniffHead). */
export const TAIL_BYTES = 4 * 1024;
/** Bytes read to tell layout and top-level keys: some formats name themselves after 2 MB. */
export const SCAN_BYTES = 8 * 1024 * 1024;
/** Top-level keys kept; a map with ids as keys has no end of them. */
const MAX_KEYS = 1000;

export interface SniffInput {
  readonly name: string;
  /** First decompressed bytes, up to `SCAN_BYTES`. */
  readonly start: Buffer;
  /** There is nothing behind `start`. */
  readonly isWhole: boolean;
  /** Last bytes; empty where they cannot be had without reading everything. */
  readonly tail: Buffer;
  /** For what is no run of bytes (a folder, an archive, SQLite). */
  readonly container?: ContainerKind;
  readonly entries?: readonly string[];
  readonly tables?: readonly string[];
}

/** What the sniffers of all parsers get to see of one source. */
export function buildSniffHead(input: SniffInput): SniffHead {
  const {name, start, entries, tables} = input;
  const head = start.subarray(0, HEAD_BYTES);
  return {
    name,
    container: input.container ?? detectLayout({bytes: start, isWhole: input.isWhole}),
    head,
    tail: input.tail,
    values: headValues(head),
    keys: topLevelKeys(start),
    ...(entries === undefined ? {} : {entries}),
    ...(tables === undefined ? {} : {tables}),
  };
}

/** Keys of the first value if it is an object, in order; of a cut one also the key it is cut in. */
function topLevelKeys(start: Buffer): readonly string[] {
  const keys = new Set<string>();
  const scan = {isFirst: true};
  const add = (pointer: string): void => {
    if (!scan.isFirst || pointer === '' || keys.size >= MAX_KEYS) return;
    keys.add(pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~'));
  };
  const finish = (): void => {
    scan.isFirst = false;
  };
  const scanner = new ValueScanner(compilePatterns(['{}']), {
    element: ({pointer}) => {
      add(pointer);
    },
    value: finish,
    rest: finish,
    refuse: (_code, _message, _range, pointer) => {
      add(pointer);
    },
    lose: () => undefined,
  });
  for (let at = 0; at < start.length && scan.isFirst; at += HEAD_BYTES) {
    scanner.push(start.subarray(at, at + HEAD_BYTES));
  }
  if (scan.isFirst) scanner.end();
  return [...keys];
}
