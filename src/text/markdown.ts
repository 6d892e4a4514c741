import {visible} from './visible.js';

declare const brand: unique symbol;
/** Text that is safe inside a Markdown document (CommonMark with GFM tables). */
export type MarkdownText = string & {readonly [brand]: 'MarkdownText'};

/**
 * Log text as running text on one line. `<` and `&` become entities, since some renderers pass raw HTML
 * through a backslash; addresses do not become links.
 */
export function escapeMarkdown(text: string): MarkdownText {
  return visible(text)
    .trim()
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/[\\`*_[\]#|>~@$]/g, '\\$&')
    .replace(/\b(https?|ftp|mailto|www)([:.])/gi, '$1\\$2')
    .replace(/^([-+=]|\d+(?=[.)]))/, escapeBlockStart) as MarkdownText;
}

/** `- x`, `1. x` and `===` open a block only at the start of a line. */
function escapeBlockStart(start: string): string {
  return /^\d/.test(start) ? `${start}\\` : `\\${start}`;
}

/** Log text as one table cell. */
export function markdownCell(text: string): MarkdownText {
  return escapeMarkdown(text);
}

/** Log text as inline code: the fence is longer than any run of backticks inside. Not for table cells. */
export function inlineCode(text: string): MarkdownText {
  const shown = visible(text);
  let longest = 0;
  for (const [run] of shown.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  if (shown === '') return '` `' as MarkdownText;
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}` as MarkdownText;
}

/**
 * Log text as inline code in a table cell: GFM splits cells at `|` even inside code. A bar behind a backslash cannot
 * be written in code there at all (the two together end the cell), so such a text stands escaped instead.
 */
export function codeCell(text: string): MarkdownText {
  if (text.includes('\\|')) return escapeMarkdown(text);
  return inlineCode(text).replace(/\|/g, '\\|') as MarkdownText;
}
