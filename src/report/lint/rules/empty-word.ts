import type {Unit} from '../document.js';
import {locate, matchUnits, type Fix, type LintRule} from '../lint-rule.js';
import {compileWords} from '../words.js';

export const rule: LintRule = {
  id: 'wording/empty-word',
  severity: 'warning',
  title: 'a word that means nothing',
  reason:
    'it can be taken out of any postmortem, or put into any other, without a change of meaning',
  better: 'delete it, or say what happened',
  *check(context) {
    const {pattern, find} = compileWords(context.words);
    for (const {unit, match} of matchUnits(context, pattern)) {
      const [word] = match;
      const entry = find(word);
      if (entry === undefined) continue;
      const place = locate(unit, match.index, word.length);
      const fix =
        entry.fix === 'delete' ? buildFix(context.document.source, unit, match) : undefined;
      yield {
        ...place,
        message: `"${word}" says nothing here: ${entry.reason}`,
        better: entry.better,
        ...(fix === undefined ? {} : {fix}),
      };
    }
  },
};

const ARTICLE = /(^|[^\p{L}])(an?)( )$/iu;

/**
 * Deletes the word where it only decorates the next one: "an agentic loop" becomes "a loop". Nothing is
 * done where the sentence would lose its end ("it was seamless"), or where the text and the file differ.
 */
function buildFix(source: string, unit: Unit, match: RegExpExecArray): Fix | undefined {
  const [word] = match;
  const {text} = unit;
  // "non-" and the like would be left behind.
  if (/[-‐‑]$/.test(text.slice(0, match.index))) return undefined;
  const after = /^ (\p{L})/u.exec(text.slice(match.index + word.length));
  if (after === null) return undefined;
  const isAdverb = /ly$/i.test(word);
  if (
    !isAdverb &&
    /^ (?:and|or|but|as|to|in|on|at|for|when|where|if|because|by|with|from|of|is|was|are|were)\b/i.test(
      text.slice(match.index + word.length),
    )
  ) {
    return undefined;
  }
  const {from, to} = locate(unit, match.index, word.length);
  if (source.slice(from, to) !== word || source[to] !== ' ') return undefined;
  const next = after[1] ?? '';
  const before = ARTICLE.exec(text.slice(0, match.index));
  const articleFrom = from - (before === null ? 0 : (before[2]?.length ?? 0) + 1);
  const article = source.slice(articleFrom, from);
  if (before !== null && /^an? $/i.test(article)) {
    const first = /[aeiou]/i.test(next) ? 'an' : 'a';
    const cased = /^A/.test(article) ? `A${first.slice(1)}` : first;
    return {from: articleFrom, to: to + 1, text: `${cased} `};
  }
  // The next word takes over the capital of a sentence that began with this one.
  const nextText = /^\p{Lu}/u.test(word) ? next.toUpperCase() : next;
  return {from, to: to + 1 + next.length, text: nextText};
}
