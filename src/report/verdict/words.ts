import type {RunSummary} from '../../replay/reader.js';
import {formatCount} from '../../text/numbers.js';
import {show, visible, type DisplayText} from '../../text/visible.js';

/** Steps are counted from 1 wherever a person reads them; inside, a step is an index. */
export function formatStep(step: number): DisplayText {
  return formatCount(step + 1);
}

export function nameRun(run: RunSummary): DisplayText {
  if (run.name === undefined || run.name === run.id) return visible(run.id);
  return show`${visible(run.name)} (${visible(run.id)})`;
}

/** An id from a log may hold spaces and worse; a command to copy must not run them. */
export function quoteForShell(id: string): DisplayText {
  return /^[\w.:@/-]+$/.test(id) ? visible(id) : visible(`'${id.replaceAll("'", `'\\''`)}'`);
}
