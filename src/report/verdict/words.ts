import type {FindingSeverity} from '../../model/finding.js';
import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import {formatCount} from '../../text/numbers.js';
import type {StyleToken} from '../../text/style.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';

const GLYPH: Readonly<Record<FindingSeverity, string>> = {critical: 'x', warning: '!', info: 'i'};
/** What a severity looks like; its glyph and its word say the same without colour. */
export const SEVERITY_TOKEN: Readonly<Record<FindingSeverity, StyleToken>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'accent',
};

export function severityGlyph(finding: StoredFinding): DisplayText {
  return literal(GLYPH[finding.severity]);
}

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
