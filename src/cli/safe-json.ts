import {maskNamedValue, maskSecrets} from '../text/secrets/masking.js';

/** What JSON leaves as it is, but a terminal would act on or hide: C1, bidirectional, zero-width, fillers, tags. */
const UNSAFE =
  /[\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

/** JSON whose text is safe to show on a terminal and means the same: such characters are escaped. */
export function toSafeJson(value: unknown, indent?: number): string {
  return toMaskedJson(value, indent).replace(UNSAFE, (found) => {
    let escaped = '';
    for (let at = 0; at < found.length; at += 1) {
      escaped += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}

/**
 * Most values hold no secret: their JSON is searched as one text. Only where something is found is every
 * string masked by itself, with the name of its field.
 */
function toMaskedJson(value: unknown, indent: number | undefined): string {
  const text = JSON.stringify(value, undefined, indent);
  return maskSecrets(text) === text ? text : JSON.stringify(value, maskString, indent);
}

function maskString(name: string, value: unknown): unknown {
  if (typeof value === 'string') return maskNamedValue(name, value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value);
  if (entries.every(([key]) => maskSecrets(key) === key)) return value;
  return Object.fromEntries(entries.map(([key, item]) => [maskSecrets(key), item as unknown]));
}
