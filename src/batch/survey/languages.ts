/**
 * Words that are common in one language and rare in the others: enough to tell which of these a paragraph is
 * in, and to say nothing of a short one.
 */
const WORDS: Readonly<Record<string, readonly string[]>> = {
  english: ['the', 'and', 'you', 'that', 'is', 'with', 'for', 'this', 'are', 'your', 'have', 'of', 'to'],
  german: ['der', 'die', 'und', 'ist', 'nicht', 'sie', 'ich', 'das', 'mit', 'für', 'ein', 'eine', 'auf', 'wir', 'haben'],
  french: ['le', 'les', 'et', 'est', 'vous', 'que', 'pour', 'dans', 'une', 'pas', 'nous', 'avec', 'votre', 'des'],
  spanish: ['el', 'los', 'y', 'es', 'que', 'para', 'una', 'con', 'por', 'su', 'usted', 'está', 'las', 'del'],
  italian: ['il', 'che', 'è', 'per', 'una', 'con', 'non', 'sono', 'di', 'della', 'gli', 'questo', 'anche'],
  portuguese: ['o', 'que', 'é', 'para', 'uma', 'com', 'não', 'você', 'os', 'em', 'por', 'seu', 'está'],
  dutch: ['het', 'een', 'en', 'van', 'niet', 'voor', 'met', 'zijn', 'je', 'dat', 'wij', 'ook', 'naar'],
}; // prettier-ignore

const SETS = new Map(Object.entries(WORDS).map(([name, words]) => [name, new Set(words)]));

export const LANGUAGES: readonly string[] = [...SETS.keys()];

/** Common words that a text must hold before it is said to be in any language. */
const MIN_WORDS = 6;
/** The next best language must be this many times rarer. */
const MIN_LEAD = 2;
const MAX_CHARS = 8000;

/** The language of a text; undefined where that cannot be told. */
export function tellLanguage(text: string): string | undefined {
  const words =
    text
      .slice(0, MAX_CHARS)
      .toLowerCase()
      .match(/\p{L}+/gu) ?? [];
  const counts = [...SETS].map(([name, set]) => ({
    name,
    count: words.filter((word) => set.has(word)).length,
  }));
  counts.sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
  const [best, next] = counts;
  if (best === undefined || best.count < MIN_WORDS) return undefined;
  return best.count >= MIN_LEAD * (next?.count ?? 0) ? best.name : undefined;
}
