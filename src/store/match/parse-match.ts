import {MatchError} from './match-error.js';

export const LINKS = ['>>', '>', '->>', '->', '~'] as const;
/** `>>` below, `>` directly below, `->>` later in its lane, `->` next in its lane, `~` later sibling. */
export type LinkKind = (typeof LINKS)[number];

export const OPERATORS = ['!=', '>=', '<=', '^=', '=', '~', '>', '<'] as const;
export type Operator = (typeof OPERATORS)[number];

export interface Condition {
  readonly field: string;
  /** Absent: the field is true. */
  readonly test?: {readonly operator: Operator; readonly value: string};
  readonly offset: number;
}

export interface Selector {
  /** `*` for any. */
  readonly kind: string;
  readonly offset: number;
  readonly conditions: readonly Condition[];
  /** `!agent >> tool`: no such one stands there. */
  readonly isAbsent: boolean;
}

/** Selectors with the links between them: one link less than selectors. */
export interface Pattern {
  readonly selectors: readonly Selector[];
  readonly links: readonly LinkKind[];
}

/** Selectors of one pattern: each costs a pass over the calls. */
const MAX_SELECTORS = 16;

/**
 * Reads `agent[name=planner] >> tool[name~push][error] -> llm`.
 *
 * @throws MatchError with the place of what was not understood.
 */
export function parseMatch(text: string): Pattern {
  const cursor = new Cursor(text);
  const selectors: Selector[] = [readSelector(cursor)];
  const links: LinkKind[] = [];
  for (;;) {
    cursor.skipSpaces();
    if (cursor.isAtEnd()) break;
    const at = cursor.offset;
    const link = LINKS.toSorted((a, b) => b.length - a.length).find((kind) => cursor.take(kind));
    if (link === undefined) throw new MatchError('expected one of >> > ->> -> ~', at);
    links.push(link);
    selectors.push(readSelector(cursor));
    if (selectors.length > MAX_SELECTORS) {
      throw new MatchError(`more than ${String(MAX_SELECTORS)} selectors`, at);
    }
  }
  const last = selectors.at(-1);
  if (last?.isAbsent === true) {
    throw new MatchError('the last selector says what is found and cannot be absent', last.offset);
  }
  return {selectors, links};
}

function readSelector(cursor: Cursor): Selector {
  cursor.skipSpaces();
  const isAbsent = cursor.take('!');
  const offset = cursor.offset;
  const kind = cursor.take('*') ? '*' : cursor.word();
  const conditions: Condition[] = [];
  while (cursor.take('[')) conditions.push(readCondition(cursor));
  if (kind === '' && conditions.length === 0) {
    throw new MatchError('expected a kind such as tool, agent, llm or *', offset);
  }
  return {kind: kind === '' ? '*' : kind, offset, conditions, isAbsent};
}

function readCondition(cursor: Cursor): Condition {
  cursor.skipSpaces();
  const offset = cursor.offset;
  const field = cursor.word();
  if (field === '') throw new MatchError('expected a field name', offset);
  cursor.skipSpaces();
  const operator = OPERATORS.find((sign) => cursor.take(sign));
  if (operator === undefined) {
    cursor.close(']');
    return {field, offset};
  }
  cursor.skipSpaces();
  const value = cursor.value();
  cursor.close(']');
  return {field, test: {operator, value}, offset};
}

const WORD = /[\w.-]*/y;
/** A word ends where a link begins: `agent->tool`. */
const LINK_IN_WORD = /->.*$/s;
const QUOTED = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'/sy;
const BARE = /[^\]]*/y;

class Cursor {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  get offset(): number {
    return this.#at;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  skipSpaces(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++;
  }

  take(sign: string): boolean {
    if (!this.#text.startsWith(sign, this.#at)) return false;
    this.#at += sign.length;
    return true;
  }

  word(): string {
    const found = this.#read(WORD)?.[0] ?? '';
    const word = (found + this.#text.charAt(this.#at + found.length))
      .replace(LINK_IN_WORD, '')
      .slice(0, found.length)
      .replace(/-$/, '');
    this.#at += word.length;
    return word;
  }

  /** A quoted text with backslash escapes, or all up to the bracket. */
  value(): string {
    const quoted = this.#read(QUOTED);
    if (quoted !== null) {
      this.#at += quoted[0].length;
      return (quoted[1] ?? quoted[2] ?? '').replaceAll(/\\(.)/gs, '$1');
    }
    const bare = this.#read(BARE)?.[0] ?? '';
    this.#at += bare.length;
    return bare.trim();
  }

  close(sign: string): void {
    this.skipSpaces();
    if (!this.take(sign)) throw new MatchError(`expected ${sign}`, this.#at);
  }

  #read(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }
}
