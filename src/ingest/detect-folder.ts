import type {TraceParser} from '../model/parser.js';
import {detectFormat} from './detect-format.js';
import type {Detected} from './detect-format.js';
import {buildSniffHead} from './sniff-head.js';

/** Member paths that a sniffer gets to see (contract of SniffHead). */
export const MAX_SNIFF_ENTRIES = 10_000;

/** A folder or an archive, before any of its members is opened. */
export interface ListedFolder {
  readonly path: string;
  readonly container: 'folder' | 'archive';
  /** Relative member paths, sorted. */
  readonly entries: readonly string[];
}

/** The parser that claims all of it as one log; undefined = each member stands for itself. */
export function detectFolder(
  {path, container, entries}: ListedFolder,
  options: {readonly parsers: readonly TraceParser[]; readonly named: TraceParser | undefined},
): Detected | undefined {
  const {named} = options;
  const parsers = options.parsers.filter((parser) => parser.wholeFolder === true);
  const forced = parsers.find((parser) => parser === named);
  if (forced !== undefined) return {parser: forced, reason: 'named by --format'};
  if (named !== undefined || parsers.length === 0) return undefined;
  const nothing = Buffer.alloc(0);
  const head = buildSniffHead({
    name: path,
    start: nothing,
    isWhole: true,
    tail: nothing,
    container,
    entries: entries.slice(0, MAX_SNIFF_ENTRIES),
  });
  const claims = parsers.filter((parser) => parser.sniff(head).match === 'yes');
  return claims.length === 0 ? undefined : detectFormat(head, claims);
}
