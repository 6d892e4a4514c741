export interface Token {
  readonly kind: 'word' | 'quoted' | 'operator' | 'open' | 'close' | 'end';
  readonly text: string;
  /** Place in the input, from 0. */
  readonly at: number;
}

const OPERATORS = ['!=', '>=', '<=', '=', '>', '<', '~'] as const;
/** What ends a bare word. */
const STOP = /[\s()=<>~"]|!=/;

/** Splits a condition; an open quotation runs to the end of the input, so that typing never jumps. O(n). */
export function toTokens(input: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < input.length) {
    const char = input[at] ?? '';
    if (/\s/.test(char)) {
      at += 1;
      continue;
    }
    const token = readToken(input, at);
    tokens.push(token.token);
    at = token.end;
  }
  tokens.push({kind: 'end', text: '', at: input.length});
  return tokens;
}

function readToken(input: string, at: number): {readonly token: Token; readonly end: number} {
  const char = input[at] ?? '';
  if (char === '(') return {token: {kind: 'open', text: char, at}, end: at + 1};
  if (char === ')') return {token: {kind: 'close', text: char, at}, end: at + 1};
  if (char === '"') return readQuoted(input, at);
  const operator = OPERATORS.find((item) => input.startsWith(item, at));
  if (operator !== undefined)
    return {token: {kind: 'operator', text: operator, at}, end: at + operator.length};
  const length = input.slice(at).search(STOP);
  const end = length < 0 ? input.length : at + Math.max(1, length);
  return {token: {kind: 'word', text: input.slice(at, end), at}, end};
}

/** `\"` and `\\` stand for themselves. */
function readQuoted(input: string, at: number): {readonly token: Token; readonly end: number} {
  let text = '';
  let place = at + 1;
  while (place < input.length && input[place] !== '"') {
    if (input[place] === '\\' && place + 1 < input.length) place += 1;
    text += input[place] ?? '';
    place += 1;
  }
  return {token: {kind: 'quoted', text, at}, end: place + 1};
}
