import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {
  FLAGS,
  MAX_NESTING,
  NUMBER_FIELDS,
  TEXT_FIELDS,
  type Comparison,
  type Condition,
} from './condition.js';
import {parseAmount} from './parse-amount.js';
import {toTokens, type Token} from './tokens.js';

export type ParsedCondition =
  | {readonly kind: 'ok'; readonly condition: Condition}
  | {readonly kind: 'wrong'; readonly message: DisplayText};

/** Raised inside this file only; the position is for people, from 1. */
class Wrong extends Error {
  readonly said: DisplayText;
  constructor(said: DisplayText, at: number) {
    super(said);
    this.said = show`${said} (at character ${at + 1})`;
  }
}

/** Reads a condition; a wrong one says what and where. Never throws for bad input. */
export function parseCondition(input: string): ParsedCondition {
  try {
    const reader = new ConditionReader(toTokens(input));
    return {kind: 'ok', condition: reader.readAll()};
  } catch (error) {
    if (error instanceof Wrong) return {kind: 'wrong', message: error.said};
    throw error;
  }
}

/** Recursive descent over at most MAX_NESTING levels: input of a person, not of a log. */
class ConditionReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  #nesting = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  readAll(): Condition {
    if (this.#peek().kind === 'end') throw new Wrong(literal('a condition is missing'), 0);
    const condition = this.#readAny();
    const rest = this.#peek();
    if (rest.kind !== 'end')
      throw new Wrong(show`"${visible(rest.text)}" was not expected`, rest.at);
    return condition;
  }

  #readAny(): Condition {
    const of = [this.#readEvery()];
    while (this.#takeWord('or')) of.push(this.#readEvery());
    return of.length === 1 && of[0] !== undefined ? of[0] : {kind: 'any', of};
  }

  #readEvery(): Condition {
    const of = [this.#readNot()];
    for (;;) {
      const next = this.#peek();
      if (next.kind === 'end' || next.kind === 'close' || isWord(next, 'or')) break;
      this.#takeWord('and');
      of.push(this.#readNot());
    }
    return of.length === 1 && of[0] !== undefined ? of[0] : {kind: 'all', of};
  }

  #readNot(): Condition {
    const token = this.#peek();
    if (this.#nesting >= MAX_NESTING) throw new Wrong(literal('nested too deep'), token.at);
    this.#nesting += 1;
    const condition = this.#takeWord('not')
      ? ({kind: 'not', of: this.#readNot()} as const)
      : this.#readTerm();
    this.#nesting -= 1;
    return condition;
  }

  #readTerm(): Condition {
    const token = this.#take();
    if (token.kind === 'open') {
      const inner = this.#readAny();
      const close = this.#take();
      if (close.kind !== 'close') throw new Wrong(literal('a ) is missing'), close.at);
      return inner;
    }
    if (token.kind === 'quoted') return textCondition('text', '~', token.text);
    if (token.kind !== 'word') throw new Wrong(literal('a field or a word is missing'), token.at);
    return this.#peek().kind === 'operator' ? this.#readComparison(token) : toFlag(token);
  }

  #readComparison(field: Token): Condition {
    const operator = this.#take();
    const value = this.#take();
    if (value.kind !== 'word' && value.kind !== 'quoted')
      throw new Wrong(show`a value is missing after ${literal(operator.text)}`, value.at);
    const name = field.text.toLowerCase();
    const text = TEXT_FIELDS.find((item) => item === name);
    if (text !== undefined) {
      if (operator.text !== '=' && operator.text !== '!=' && operator.text !== '~')
        throw new Wrong(show`${literal(text)} takes = != or ~`, operator.at);
      return textCondition(text, operator.text, value.text);
    }
    const number = NUMBER_FIELDS.find((item) => item === name);
    if (number === undefined) throw unknownWord(field);
    const amount = parseAmount(value.text, number);
    if (amount === undefined)
      throw new Wrong(show`"${visible(value.text)}" is no number for ${literal(number)}`, value.at);
    if (operator.text === '~')
      throw new Wrong(show`${literal(number)} takes = != > >= < <=`, operator.at);
    return {kind: 'number', field: number, comparison: operator.text as Comparison, value: amount};
  }

  #peek(): Token {
    return this.#tokens[this.#at] ?? {kind: 'end', text: '', at: 0};
  }

  #take(): Token {
    const token = this.#peek();
    this.#at += 1;
    return token;
  }

  #takeWord(word: string): boolean {
    if (!isWord(this.#peek(), word)) return false;
    this.#at += 1;
    return true;
  }
}

function isWord(token: Token, word: string): boolean {
  return token.kind === 'word' && token.text.toLowerCase() === word;
}

function textCondition(
  field: (typeof TEXT_FIELDS)[number],
  operator: '=' | '!=' | '~',
  value: string,
): Condition {
  // A text is searched for, never equal as a whole: a conversation has no one text.
  const contains = operator === '~' || field === 'text';
  return {kind: 'text', field, contains, isNegated: operator === '!=', value: value.toLowerCase()};
}

function toFlag(token: Token): Condition {
  const flag = FLAGS.find((item) => item === token.text.toLowerCase());
  if (flag === undefined) throw unknownWord(token);
  return {kind: 'flag', flag};
}

function unknownWord(token: Token): Wrong {
  const known = [...FLAGS, ...TEXT_FIELDS, ...NUMBER_FIELDS].join(' ');
  return new Wrong(show`"${visible(token.text)}" is none of ${literal(known)}`, token.at);
}
