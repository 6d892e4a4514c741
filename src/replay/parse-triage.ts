import type {TriageVerdict} from './notes.js';

/** `c seen it, deploy 3 days ago` or `benign: the nightly poll`; undefined where neither word begins it. */
export function parseTriage(
  text: string,
): {readonly verdict: TriageVerdict; readonly why: string} | undefined {
  const match = /^(c|confirmed|b|benign)(?:[\s:,]+(.*))?$/is.exec(text.trim());
  if (match === null) return undefined;
  const verdict = (match[1] ?? '').toLowerCase().startsWith('c') ? 'confirmed' : 'benign';
  return {verdict, why: (match[2] ?? '').trim()};
}
