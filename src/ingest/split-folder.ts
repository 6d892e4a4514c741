import {join} from 'node:path';
import {MAX_SNIFF_ENTRIES} from './detect-folder.js';

/** A folder that one parser reads as one log. */
export interface WholeFolder {
  readonly path: string;
  /** Relative to it, sorted. */
  readonly files: readonly string[];
}

/** Files that stand for themselves, and folders that are one log each. */
export interface SplitFolder {
  readonly wholes: readonly WholeFolder[];
  /** Relative to the folder that was split, sorted. */
  readonly files: readonly string[];
}

interface Range {
  /** Of all files in it, with the `/` at its end; empty for the folder itself. */
  readonly prefix: string;
  readonly from: number;
  readonly to: number;
}

/**
 * Looks for logs that are folders, from above: the folder itself, and where no parser claims it those inside.
 * `files` are sorted by code unit, so that those of one folder lie side by side. Each folder costs no more than
 * what a sniffer gets to see.
 *
 * @param claims whether a parser reads a folder with these relative paths as a whole
 */
export function splitFolder(
  {path, files}: WholeFolder,
  claims: (folder: WholeFolder) => boolean,
): SplitFolder {
  const wholes: WholeFolder[] = [];
  const single: string[] = [];
  const open: Range[] = [{prefix: '', from: 0, to: files.length}];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const {prefix, from, to} = at;
    const inside = join(path, prefix.slice(0, -1));
    const cut = (end: number): readonly string[] =>
      files.slice(from, end).map((file) => file.slice(prefix.length));
    // A log that is a folder has its state and its events: one file is never all of it.
    if (
      to - from > 1 &&
      claims({path: inside, files: cut(Math.min(to, from + MAX_SNIFF_ENTRIES))})
    ) {
      wholes.push({path: inside, files: cut(to)});
      continue;
    }
    for (let next = from; next < to;) {
      const slash = files[next]?.indexOf('/', prefix.length) ?? -1;
      if (slash < 0) {
        single.push(files[next] ?? '');
        next++;
        continue;
      }
      const folder = files[next]?.slice(0, slash + 1) ?? '';
      const begin = next;
      while (next < to && files[next]?.startsWith(folder) === true) next++;
      open.push({prefix: folder, from: begin, to: next});
    }
  }
  return {wholes: wholes.sort((a, b) => (a.path < b.path ? -1 : 1)), files: single.sort()};
}
