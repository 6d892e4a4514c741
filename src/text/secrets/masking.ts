import {maskField, maskNamed} from './mask-named.js';
import {maskShaped} from './mask-shaped.js';
import {maskTokens} from './mask-tokens.js';

/**
 * On unless the command line says `--no-mask`: thrown once, before any text is made, and never by a rule or
 * a renderer. A switch of the process, since every piece of text of every output passes here.
 */
let isOn = true;

export function turnMaskingOff(): void {
  isOn = false;
}

/** Back to the default: for tests, which share a process. */
export function turnMaskingOn(): void {
  isOn = true;
}

/**
 * `text` with every secret replaced by its kind and a fingerprint. Masking what is masked changes nothing.
 * Linear in the text, whatever it holds.
 *
 *     key AKIAIOSFODNN7EXAMPLE  ->  key [secret aws-access-key-id #1a5d44]
 */
export function maskSecrets(text: string): string {
  return isOn ? maskShaped(maskNamed(maskTokens(text))) : text;
}

/** As `maskSecrets`, for the value of a named field: `password` gives away what its value does not. */
export function maskNamedValue(name: string, value: string): string {
  if (!isOn) return value;
  return maskField(name, value) ?? maskSecrets(value);
}
