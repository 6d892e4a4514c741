import {toTokens} from '../../tree/signature/query-tokens.js';

/** Longest text, in words, that can be a bare push ("please continue 3", "ok, go on then"). */
const MAX_WORDS = 5;
const POLITE = new Set(['please', 'ok', 'okay', 'yes', 'now', 'just', 'and', 'then']);
const PUSH =
  /^(?:continue|proceed|resume|go on|go ahead|come on|carry on|keep going|keep trying|keep at it|try again|again|next|more|go)\b/;

/**
 * True for a user turn that only pushes the agent on. It brings no information, so a loop before
 * and after it is one loop (detection.md 3.3 point 2).
 */
export function isContinueTurn(text: string): boolean {
  if (text.length > 80) return false;
  const words = [...toTokens(text)];
  if (words.length === 0 || words.length > MAX_WORDS) return false;
  while (words.length > 1 && POLITE.has(words[0] ?? '')) words.shift();
  return words.every((word) => POLITE.has(word)) || PUSH.test(words.join(' '));
}
