/** Which of the first 128 characters belong to a class. */
export type CharClass = Uint8Array;

/** @param chars the members, all of them ASCII. */
export function makeCharClass(chars: string): CharClass {
  const members = new Uint8Array(128);
  for (const char of chars) members[char.charCodeAt(0)] = 1;
  return members;
}

/**
 * Whether `length` characters of the class follow each other somewhere. Looks at the last place of a
 * window first, and jumps over it where that is no member: in prose about one character in `length` is
 * looked at, where a regular expression looks at each. O(text).
 */
export function hasRun(text: string, members: CharClass, length: number): boolean {
  /** Start of the window; the window behind `at` is known to be members. */
  let from = 0;
  while (from + length <= text.length) {
    let at = from + length - 1;
    while (at >= from && members[text.charCodeAt(at)] === 1) at--;
    if (at < from) return true;
    from = at + 1;
  }
  return false;
}
