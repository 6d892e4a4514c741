/** Words of a query or a message, lower case, punctuation gone: `\p{L}` keeps every script. */
const WORD = /[\p{L}\p{N}]+/gu;

export function toTokens(text: string): readonly string[] {
  return text.toLowerCase().match(WORD) ?? [];
}

/** A query as a set: order and repetition of words do not make another search. */
export function toQueryKey(query: string): string {
  return [...new Set(toTokens(query))].sort().join(' ');
}
