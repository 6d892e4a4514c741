/** What opens and closes a quotation. An apostrophe closes one only where no letter follows. */
const QUOTATION = new RegExp(
  [
    '"[^"\\n]{1,400}"',
    '“[^”\\n]{1,400}”',
    '„[^“”\\n]{1,400}[“”]',
    '«[^»\\n]{1,400}»',
    '「[^」\\n]{1,400}」',
    '『[^』\\n]{1,400}』',
    '(?<![\\p{L}\\p{N}])‘[^‘\\n]{1,400}?’(?![\\p{L}\\p{N}])',
    "(?<![\\p{L}\\p{N}])'(?=\\p{L})[^'\\n]{1,200}(?:'(?=\\p{L})[^'\\n]{1,200}){0,4}(?<=[\\p{L}.,!?])'(?![\\p{L}\\p{N}])",
  ].join('|'),
  'gu',
);

/** What somebody else said is theirs: its words become spaces, so that places stay. A quote that never closes hides nothing. */
export function hideQuotations(text: string): string {
  return text.replace(QUOTATION, (quoted) => ' '.repeat(quoted.length));
}
