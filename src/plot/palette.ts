/** Shades that stay apart in black and white print; hatching and glyphs say the same as colour. */
export const SHADE = {
  ink: '#1f2933',
  quiet: '#52606d',
  line: '#9aa5b1',
  pale: '#e4e7eb',
  fill: '#7b9cc4',
  fillDark: '#3e6294',
  alarm: '#8a1c1c',
} as const;

/** Characters of 11 px text that fit in a width; our plots use no font metrics. */
export function fitLabel(text: string, widthPx: number): string {
  const room = Math.floor((widthPx - 6) / 6.2);
  if (room < 3) return '';
  return text.length <= room ? text : `${text.slice(0, room - 1)}…`;
}
