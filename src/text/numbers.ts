import {show, visible, type DisplayText} from './visible.js';

/** Numbers for people: no locale, so that the same input gives the same bytes everywhere. */

/** 1234567 -> `1,234,567`. Not a number -> `?`. */
export function formatCount(value: number): DisplayText {
  if (!Number.isFinite(value)) return visible('?');
  const digits = String(Math.round(Math.abs(value)));
  const grouped = digits.replace(/\B(?=(\d{3})+$)/g, ',');
  return visible(value < 0 && digits !== '0' ? `-${grouped}` : grouped);
}

/** `1 step`, `41 steps`; irregular plurals are passed in. */
export function formatCountOf(value: number, noun: string, plural = `${noun}s`): DisplayText {
  return show`${formatCount(value)} ${visible(value === 1 ? noun : plural)}`;
}

/** At most four figures and a letter: 950, 1.2k, 34k, 5.6M. For tight places; `formatCount` is exact. */
export function formatCompact(value: number): DisplayText {
  if (!Number.isFinite(value)) return visible('?');
  return visible(scale(value, 1000, ['', 'k', 'M', 'G', 'T', 'P']));
}

/** Tokens, exact below 10,000 and compact above. */
export function formatTokens(value: number): DisplayText {
  return Math.abs(value) < 10_000 ? formatCount(value) : formatCompact(value);
}

/** Decimal units, as disks and networks count: 1234 -> `1.2 kB`. */
export function formatBytes(sizeBytes: number): DisplayText {
  if (!Number.isFinite(sizeBytes)) return visible('?');
  return visible(scale(sizeBytes, 1000, [' B', ' kB', ' MB', ' GB', ' TB', ' PB']));
}

/** Two figures: 5.234 -> `5.2`, 41.7 -> `42`, 0.0314 -> `0.031`. The unit ("times") is the sentence's. */
export function formatRatio(ratio: number): DisplayText {
  if (!Number.isFinite(ratio)) return visible('?');
  if (Math.abs(ratio) >= 10) return formatCount(ratio);
  return visible(String(Number(ratio.toPrecision(2))));
}

/** A share 0..1 as whole per cent; what is not zero is never shown as 0 %, nor what is not all as 100 %. */
export function formatPercent(share: number): DisplayText {
  if (!Number.isFinite(share)) return visible('?');
  if (share > 0 && share < 0.01) return visible('<1%');
  if (share > 0.99 && share < 1) return visible('>99%');
  return visible(`${Math.round(share * 100)}%`);
}

function scale(value: number, base: number, units: readonly string[]): string {
  let scaled = Math.abs(value);
  let unit = 0;
  // 999.5 and up would print as 1000 of the smaller unit.
  while (scaled >= base - 0.5 && unit < units.length - 1) {
    scaled /= base;
    unit += 1;
  }
  const text = unit === 0 || scaled >= 9.95 ? String(Math.round(scaled)) : scaled.toFixed(1);
  return (value < 0 ? '-' : '') + text + (units[unit] ?? '');
}
