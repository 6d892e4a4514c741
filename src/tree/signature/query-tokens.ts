/** Words of a query or a message, lower case, punctuation gone: `\p{L}` keeps every script. */
const WORD = /[\p{L}\p{N}]+/gu;

export function toTokens(text: string): readonly string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

const NOT_ASCII = /[^\0-\x7f]/;
const BETWEEN_ASCII_WORDS = /[^a-z0-9]+/g;

/** The words with a space between: what `toTokens` gives, in one pass where the text is ASCII. */
export function joinTokens(text: string): string {
  if (NOT_ASCII.test(text)) return toTokens(text).join(' ');
  return text.toLowerCase().replace(BETWEEN_ASCII_WORDS, ' ').trim();
}

/** A query as a set: order and repetition of words do not make another search. */
export function toQueryKey(query: string): string {
  return [...new Set(toTokens(query))].sort().join(' ');
}
