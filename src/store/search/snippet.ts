import type {Needle} from './parse-search.js';

/** A piece of a snippet: `isHit` for what was looked for. Raw log text. */
export interface SnippetPiece {
  readonly text: string;
  readonly isHit: boolean;
}

/** Characters in front of the first hit, and in all. */
const BEFORE = 60;
const SNIPPET_CHARS = 240;
/** Where a hit is looked for; behind it the start is shown. */
const MAX_LOOKED_AT = 4 * 1024 * 1024;
const MAX_HITS = 20;

/** Between two words of a phrase may stand anything that is no letter or digit. */
const GAP = '[^\\p{L}\\p{N}]{1,40}';

/** The surroundings of the first hit, on one line. */
export function buildSnippet(text: string, needles: readonly Needle[]): readonly SnippetPiece[] {
  const looked = text.length > MAX_LOOKED_AT ? text.slice(0, MAX_LOOKED_AT) : text;
  const pattern = toPattern(needles);
  const first = pattern === undefined ? -1 : looked.search(pattern);
  const start = Math.max(0, first - BEFORE);
  const shown = text.slice(start, start + SNIPPET_CHARS);
  const pieces: SnippetPiece[] = [];
  if (start > 0) pieces.push({text: '…', isHit: false});
  let at = 0;
  if (pattern !== undefined && first >= 0) {
    for (const found of shown.matchAll(new RegExp(pattern.source, 'giu'))) {
      if (found[0] === '' || pieces.length > MAX_HITS * 2) continue;
      if (found.index > at) pieces.push({text: shown.slice(at, found.index), isHit: false});
      pieces.push({text: found[0], isHit: true});
      at = found.index + found[0].length;
    }
  }
  if (at < shown.length) pieces.push({text: shown.slice(at), isHit: false});
  if (start + shown.length < text.length) pieces.push({text: '…', isHit: false});
  return pieces;
}

/** Letters with marks, as one character, by the letter that the index has: `e` stands for `é`, `ê` and the like. */
const MARKED = collectMarked();

function collectMarked(): ReadonlyMap<string, string> {
  const marked = new Map<string, string>();
  for (const [first, last] of [
    [0xc0, 0x24f],
    [0x386, 0x3ce],
    [0x400, 0x45f],
    [0x1e00, 0x1fff],
  ] as const) {
    for (let code = first; code <= last; code++) {
      const char = String.fromCharCode(code);
      const base = char.normalize('NFD').charAt(0).toLowerCase();
      if (base !== char) marked.set(base, (marked.get(base) ?? '') + char);
    }
  }
  return marked;
}

function toCharPattern(char: string): string {
  const others = MARKED.get(char);
  return others === undefined ? char : `[${char}${others}]`;
}

/** A letter may carry marks in the text that the index leaves out. */
function toPattern(needles: readonly Needle[]): RegExp | undefined {
  const sources = needles.map(({words, isPrefix}) => {
    const phrase = words
      .map((word) => Array.from(word, (char) => `${toCharPattern(char)}\\p{M}*`).join(''))
      .join(isUnspaced(words) ? `(?:${GAP})?` : GAP);
    const end = isPrefix ? '[\\p{L}\\p{N}]*' : '(?![\\p{L}\\p{N}])';
    return isUnspaced(words) ? phrase : `(?<![\\p{L}\\p{N}])${phrase}${end}`;
  });
  return sources.length === 0 ? undefined : new RegExp(sources.join('|'), 'iu');
}

function isUnspaced(words: readonly string[]): boolean {
  return words.every((word) => Array.from(word).length === 1 && word > '\u0e00');
}
