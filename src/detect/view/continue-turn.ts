import {toTokens} from '../../tree/signature/query-tokens.js';

/** Longest text, in words, that can be a bare push ("please continue 3", "ok, go on then"). */
const MAX_WORDS = 5;
const POLITE = new Set(['please', 'ok', 'okay', 'yes', 'now', 'just', 'and', 'then', 'bitte', 'ja', 'jetzt',
  'und', 'dann', 's\'il', 'te', 'vous', 'plaît', 'plait', 'oui', 'por', 'favor', 'sí', 'si', 'sim', 'per', 'favore',
  'sì', 'alsjeblieft', 'proszę', 'tak', 'да', 'пожалуйста', 'lütfen', '请', '好']); // prettier-ignore
const PUSH =
  /^(?:continue|proceed|resume|go on|go ahead|come on|carry on|keep going|keep trying|keep at it|try again|again|next|more|go|weiter(?:machen)?|mach weiter|fortfahren|nochmal|noch einmal|continuez?|poursui[st]|poursuivez|encore|vas y|reprends|contin[uú]a|continúe|sigue|siga|adelante|otra vez|de nuevo|continue|prossiga|prosseguir|segue|em frente|continua|prosegui|avanti|vai avanti|ancora|ga (?:door|verder)|verder|fortsätt|fortsett|fortsæt|kontynuuj|dalej|pokračuj|devam(?: et)?|jatka|продолжай(?:те)?|дальше|ещё раз|еще раз|далі|продовжуй)(?!\p{L})|^(?:続けて|続き|続行|进行|继续|繼續|接着|再试|계속|계속해|다시|जारी|تابع|استمر|המשך)/u;

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
