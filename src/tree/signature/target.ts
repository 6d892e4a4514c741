/**
 * Level L2: where a call points, without the position in it. Stand-alone integers become `#`;
 * digits inside a word or a path segment stay, since `file1.txt` and `file2.txt` are two targets.
 *
 *     {"limit":40,"offset":581,"path":"a1.rs"}  ->  {"limit":#,"offset":#,"path":"a1.rs"}
 *     sed -n '1,40p' a.rs                       ->  sed -n '#,#p' a.rs
 */
const RANGE = /(?<![\w.])\d{1,18},\s?\+?\d{1,18}(?=p\b)/g;
const INTEGER = /(?<![\w.\-/])-?\d{1,18}(?![\w\-/]|\.\d)/g;

/** @param canonical canonical JSON text of the arguments */
export function toTarget(canonical: string): string {
  if (!/\d/.test(canonical)) return canonical;
  return canonical.replace(RANGE, '#,#').replace(INTEGER, '#');
}
