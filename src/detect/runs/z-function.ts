/** `z[i]` = length of the longest common prefix of `text` and `text[i..]`, for i < count. O(count). */
export function fillZ(text: Int32Array, count: number, z: Int32Array): void {
  if (count === 0) return;
  z[0] = count;
  let left = 0;
  let right = 0;
  for (let i = 1; i < count; i++) {
    let match = i < right ? Math.min(right - i, z[i - left] ?? 0) : 0;
    while (i + match < count && text[match] === text[i + match]) match++;
    z[i] = match;
    if (i + match > right) {
      left = i;
      right = i + match;
    }
  }
}
