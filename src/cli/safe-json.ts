/** What JSON leaves as it is, but a terminal would act on or hide: C1, bidirectional, zero-width, tags. */
const UNSAFE =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udfff]/g;

/** JSON whose text is safe to show on a terminal and means the same: such characters are escaped. */
export function toSafeJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(UNSAFE, (found) => {
    let escaped = '';
    for (let at = 0; at < found.length; at += 1) {
      escaped += `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`;
    }
    return escaped;
  });
}
