import {maskNamed} from '../../text/secrets/mask-named.js';
import {maskTokens} from '../../text/secrets/mask-tokens.js';

/** As masking writes a secret: its kind and the fingerprint that tells it from others. */
const MARK = /\[secret ([\w-]+) #([0-9a-f]+)\]/g;

/** `text` without its secrets, whatever `--no-mask` says: what is kept in a survey leaves the machine. */
export function hideSecrets(text: string): string {
  return maskNamed(maskTokens(text));
}

/** Secrets of a text as `kind #fingerprint`, each once. Linear. */
export function findSecrets(text: string): readonly string[] {
  const hidden = hideSecrets(text);
  // A mark that the log itself holds was masked by somebody else: it is no secret any more.
  if (hidden === text) return [];
  const before = new Set([...text.matchAll(MARK)].map(([mark]) => mark));
  const found = new Set<string>();
  for (const [mark, kind, digits] of hidden.matchAll(MARK)) {
    if (!before.has(mark)) found.add(`${kind ?? ''} #${digits ?? ''}`);
  }
  return [...found];
}
