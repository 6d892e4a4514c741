import {visibleLines} from './visible.js';

declare const brand: unique symbol;
/** Markup that is safe to write into a page. */
export type HtmlText = string & {readonly [brand]: 'HtmlText'};

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
  ['`', '&#96;'],
]);

/** Log text for element content and quoted attribute values; line breaks are kept, hidden characters shown. */
export function escapeHtml(text: string): HtmlText {
  return visibleLines(text)
    .join('\n')
    .replace(/[&<>"'`]/g, (char) => ENTITIES.get(char) ?? char) as HtmlText;
}

/** Markup written by us around values: strings are escaped, finished markup goes in as it is. */
export function html(
  markup: TemplateStringsArray,
  ...values: readonly (string | number | SafeHtml | readonly SafeHtml[])[]
): SafeHtml {
  let text = markup[0] ?? '';
  for (const [index, value] of values.entries())
    text += toMarkup(value) + (markup[index + 1] ?? '');
  return new SafeHtml(text);
}

/** At run time a brand is gone; this wrapper tells finished markup from a string of the log. */
export class SafeHtml {
  readonly markup: HtmlText;
  constructor(markup: string) {
    this.markup = markup as HtmlText;
  }
}

function toMarkup(value: string | number | SafeHtml | readonly SafeHtml[]): string {
  if (value instanceof SafeHtml) return value.markup;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escapeHtml(value);
  return value.map((item) => item.markup).join('');
}
