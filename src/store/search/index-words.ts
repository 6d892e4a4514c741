/** Scripts that are written without spaces: each character is a word, and a word is a phrase of them. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu;
/** `getUserName`, `HTTPServer`: names of code, whose parts are words too. */
const CAMEL = /[A-Za-z][a-z0-9]*(?:[A-Z]+[a-z0-9]*)+/g;
const HUMPS = /([a-z0-9])(?=[A-Z])|([A-Z])(?=[A-Z][a-z])/g;
const ASCII = /^[\u0000-\u007f]*$/;

/** Text as it is indexed. The tokenizer of SQLite (unicode61) splits the rest at what is no letter or digit. */
export function toIndexedText(text: string): string {
  return ASCII.test(text) ? text : text.replaceAll(UNSPACED, ' $& ');
}

/** The parts of camel-case names in a text, each name once. */
export function toNameParts(text: string): string {
  const names = new Set<string>();
  for (const [name] of text.matchAll(CAMEL)) if (name !== name.toUpperCase()) names.add(name);
  return [...names].map(splitCamel).join(' . ');
}

/** `getUserName` as `get User Name`; unchanged where there is nothing to split. */
export function splitCamel(word: string): string {
  return word.replaceAll(HUMPS, '$1$2 ');
}

/** Words as the index has them, for finding their place in a text: lower case, no marks. */
export function toWords(text: string): readonly string[] {
  return toIndexedText(text)
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}\p{Co}]+/u)
    .filter((word) => word !== '');
}
