import {isPlain} from './plain.js';
import {maskSecrets} from './secrets/masking.js';

/**
 * Text of a log, made safe to show (DESIGN principle 7, STYLE section 3 item 7). Nothing is deleted:
 * what a terminal would act on, or hide, is spelled out instead.
 *
 *     ESC [ 3 1 m  ->  ␛[31m        U+202E  ->  <U+202E>        lone surrogate  ->  U+FFFD
 *
 * Secrets are masked here as well: every terminal line, Markdown, HTML and CSV text is made by `visible`.
 */
declare const brand: unique symbol;

/** One line of safe text: no control, bidirectional, zero-width or tag character, no line break. */
export type DisplayText = string & {readonly [brand]: 'DisplayText'};

/** Columns between tab stops, as in most editors of structured text. */
const TAB_WIDTH = 4;

/** Marks on one base character before they are spelled out: more than any living script stacks. */
const MAX_MARKS = 8;

/**
 * Everything that is not simply drawn: controls, formats (bidirectional, zero-width, tags), line and
 * paragraph separators, lone surrogates, noncharacters, invisible fillers; a variation selector that
 * selects nothing; a mark without a base, or one too many.
 */
const UNSAFE = new RegExp(
  [
    '(?<!\\p{Emoji})[\\ufe0e\\ufe0f]',
    '(?![\\ufe0e\\ufe0f])[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\\p{Noncharacter_Code_Point}\\p{Default_Ignorable_Code_Point}]',
    '^\\p{M}',
    `(?<=[\\p{M}\\p{EMod}]{${MAX_MARKS}})[\\p{M}\\p{EMod}]`,
  ].join('|'),
  'gu',
);

const DELETE = 0x7f;
const CONTROL_PICTURES = 0x2400;
const DELETE_PICTURE = '\u2421';

/** `text` as one safe line: line breaks are shown as pictures, tabs expand, secrets are masked. O(n). */
export function visible(text: string): DisplayText {
  const masked = maskSecrets(text);
  if (isPlain(masked)) return masked as DisplayText;
  const shown = masked.replace(UNSAFE, spell);
  return (shown.includes('\t') ? expandTabs(shown) : shown) as DisplayText;
}

/** Splits at LF and CR LF, each line safe; a lone CR is shown, so that it cannot hide what is before it. */
export function visibleLines(text: string): readonly DisplayText[] {
  // Some secrets take several lines, so they are masked before the text is split.
  return maskSecrets(text)
    .split(/\r?\n/)
    .map((line) => visible(line));
}

/** Text written by us in the source code: names the intent, and is checked like all else. */
export function literal(text: string): DisplayText {
  return visible(text);
}

/** Joins our own words with safe text: `` show`step ${n} of ${total}` ``. Strings from a log do not compile. */
export function show(
  words: TemplateStringsArray,
  ...values: readonly (DisplayText | number)[]
): DisplayText {
  let text = words[0] ?? '';
  for (const [index, value] of values.entries()) text += String(value) + (words[index + 1] ?? '');
  return text as DisplayText;
}

/** Safe pieces joined by a separator of ours. */
export function joinDisplay(parts: readonly DisplayText[], separator: string): DisplayText {
  return parts.join(separator) as DisplayText;
}

function spell(char: string): string {
  const code = char.codePointAt(0) ?? 0;
  if (char === '\t') return char;
  if (code < 0x20) return String.fromCodePoint(CONTROL_PICTURES + code);
  if (code === DELETE) return DELETE_PICTURE;
  if (code >= 0xd800 && code <= 0xdfff) return '\ufffd';
  return `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

/** Tab stops count UTF-16 units, not columns: exact for the ASCII indentation that tabs are used for. */
function expandTabs(text: string): string {
  let line = '';
  for (const [index, part] of text.split('\t').entries()) {
    if (index > 0) line += ' '.repeat(TAB_WIDTH - (line.length % TAB_WIDTH));
    line += part;
  }
  return line;
}
