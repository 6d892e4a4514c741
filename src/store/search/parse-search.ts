import {MatchError} from '../match/match-error.js';
import {splitCamel, toIndexedText, toWords} from './index-words.js';

/** One thing looked for, for showing where it stands. */
export interface Needle {
  readonly words: readonly string[];
  readonly isPrefix: boolean;
}

export interface ParsedSearch {
  /** An FTS5 expression in which every text of the user is quoted. */
  readonly expression: string;
  readonly needles: readonly Needle[];
}

type Token =
  | {readonly kind: 'term'; readonly text: string; readonly isPrefix: boolean; readonly at: number}
  | {readonly kind: 'open' | 'close' | 'or' | 'not' | 'near'; readonly at: number}
  | {readonly kind: 'comma'; readonly at: number};

const MAX_TOKENS = 200;
const DEFAULT_NEAR = 10;

/**
 * Reads `words "a phrase" pref* NEAR(a b, 5) a OR b -not (grouped)`.
 *
 * @throws MatchError with the place of what was not understood.
 */
export function parseSearch(text: string): ParsedSearch {
  const reader = new TokenReader(text, readTokens(text));
  const needles: Needle[] = [];
  const expression = readAny(reader, needles);
  const rest = reader.peek();
  if (rest !== undefined) throw new MatchError('expected the end, or a word', rest.at);
  return {expression, needles};
}

function readTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const pattern = /\s+|NEAR\s*\(|[(),]|"((?:[^"]|"")*)"(\*?)|"|-(?=[\p{L}\p{N}_"(])|[^\s()",]+/guy;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text)) {
    const [piece] = found;
    const at = found.index;
    if (/^\s/.test(piece)) continue;
    if (tokens.length >= MAX_TOKENS)
      throw new MatchError(`more than ${String(MAX_TOKENS)} words`, at);
    tokens.push(toToken(piece, found[1], {at, isStarred: found[2] === '*'}));
  }
  return tokens;
}

function toToken(
  piece: string,
  quoted: string | undefined,
  {at, isStarred}: {readonly at: number; readonly isStarred: boolean},
): Token {
  if (quoted !== undefined) {
    return {kind: 'term', text: quoted.replaceAll('""', '"'), isPrefix: isStarred, at};
  }
  if (piece === '"') throw new MatchError('a quote that is not closed', at);
  if (piece.startsWith('NEAR') && piece.endsWith('(')) return {kind: 'near', at};
  switch (piece) {
    case '(':
      return {kind: 'open', at};
    case ')':
      return {kind: 'close', at};
    case ',':
      return {kind: 'comma', at};
    case 'OR':
      return {kind: 'or', at};
    case 'NOT':
    case '-':
      return {kind: 'not', at};
    default: {
      const isPrefix = piece.length > 1 && piece.endsWith('*');
      return {kind: 'term', text: isPrefix ? piece.slice(0, -1) : piece, isPrefix, at};
    }
  }
}

class TokenReader {
  readonly #tokens: readonly Token[];
  readonly end: number;
  #next = 0;

  constructor(text: string, tokens: readonly Token[]) {
    this.#tokens = tokens;
    this.end = text.length;
  }

  peek(): Token | undefined {
    return this.#tokens[this.#next];
  }

  take(kind: Token['kind']): Token | undefined {
    const token = this.peek();
    if (token?.kind !== kind) return undefined;
    this.#next++;
    return token;
  }
}

/** Depth of brackets: the parser calls itself for each. */
const MAX_DEPTH = 20;

function readAny(reader: TokenReader, needles: Needle[], depth = 0): string {
  const parts = [readAll(reader, needles, depth)];
  while (reader.take('or') !== undefined) parts.push(readAll(reader, needles, depth));
  return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' OR ')})`;
}

function readAll(reader: TokenReader, needles: Needle[], depth: number): string {
  const wanted: string[] = [];
  const unwanted: string[] = [];
  for (;;) {
    const isNot = reader.take('not') !== undefined;
    const part = readOne(reader, isNot ? [] : needles, depth);
    if (part === undefined) {
      if (isNot) throw new MatchError('expected a word after NOT', reader.peek()?.at ?? reader.end);
      break;
    }
    (isNot ? unwanted : wanted).push(part);
  }
  if (wanted.length === 0) {
    throw new MatchError(
      unwanted.length > 0 ? 'expected a word besides what is excluded' : 'expected a word',
      reader.peek()?.at ?? reader.end,
    );
  }
  const all = wanted.length === 1 ? (wanted[0] ?? '') : `(${wanted.join(' AND ')})`;
  return unwanted.reduce((left, right) => `(${left} NOT ${right})`, all);
}

function readOne(reader: TokenReader, needles: Needle[], depth: number): string | undefined {
  const term = reader.take('term');
  if (term?.kind === 'term') return toExpression(term, needles);
  const open = reader.take('open');
  if (open !== undefined) {
    if (depth >= MAX_DEPTH) throw new MatchError('brackets too deep', open.at);
    const inner = readAny(reader, needles, depth + 1);
    if (reader.take('close') === undefined)
      throw new MatchError('a bracket that is not closed', open.at);
    return inner.startsWith('(') ? inner : `(${inner})`;
  }
  const near = reader.take('near');
  return near === undefined ? undefined : readNear(reader, needles, near.at);
}

function readNear(reader: TokenReader, needles: Needle[], at: number): string {
  const phrases: string[] = [];
  for (let term = reader.take('term'); term?.kind === 'term'; term = reader.take('term')) {
    needles.push({words: checkWords(term), isPrefix: term.isPrefix});
    phrases.push(quote(toIndexedText(term.text)) + (term.isPrefix ? ' *' : ''));
  }
  if (phrases.length < 2) throw new MatchError('NEAR needs two words or more', at);
  let distance = DEFAULT_NEAR;
  if (reader.take('comma') !== undefined) {
    const number = reader.take('term');
    if (number?.kind !== 'term' || !/^\d{1,4}$/.test(number.text)) {
      throw new MatchError('NEAR ends with a number of words', number?.at ?? reader.end);
    }
    distance = Number(number.text);
  }
  if (reader.take('close') === undefined) throw new MatchError('a bracket that is not closed', at);
  return `NEAR(${phrases.join(' ')}, ${String(distance)})`;
}

interface Term {
  readonly text: string;
  readonly isPrefix: boolean;
  readonly at: number;
}

function toExpression(term: Term, needles: Needle[]): string {
  const words = checkWords(term);
  needles.push({words, isPrefix: term.isPrefix});
  const star = term.isPrefix ? ' *' : '';
  const whole = quote(toIndexedText(term.text)) + star;
  const parts = splitCamel(term.text);
  if (parts === term.text || parts.toUpperCase() === term.text) return whole;
  needles.push({words: toWords(parts), isPrefix: term.isPrefix});
  return `(${whole} OR ${quote(parts)}${star})`;
}

/** @throws MatchError for a term without a letter or digit: the index has no such word. */
function checkWords(term: Term): readonly string[] {
  const words = toWords(term.text);
  if (words.length === 0) {
    throw new MatchError('no letter or digit to search for', term.at);
  }
  return words;
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""').replaceAll('\0', ' ')}"`;
}
