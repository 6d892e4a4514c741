import type {Inlines} from '../../report/draft/draft.js';
import {say} from '../../report/draft/say.js';
import {formatCompact, formatCount, formatRatio} from '../../text/numbers.js';
import {formatDurationUs, formatTimeUs} from '../../text/times.js';

/** A count that may be an average: whole, or with one figure behind the point. */
export function sayCount(value: number): Inlines {
  return Number.isInteger(value) || value >= 100
    ? say`${formatCount(value)}`
    : say`${value.toFixed(1)}`;
}

export function sayTokens(value: number): Inlines {
  return say`${value < 10_000 ? formatCount(value) : formatCompact(value)}`;
}

/** Against what it was: `1.8x`, `new`, `same`, `gone`; nothing to compare with = a dash. */
export function sayChange(now: number | undefined, before: number | undefined): Inlines {
  if (now === undefined || before === undefined) return say`-`;
  if (before === 0) return now === 0 ? say`same` : say`new`;
  if (now === 0) return say`gone`;
  const ratio = now / before;
  return ratio > 0.95 && ratio < 1.05 ? say`same` : say`${formatRatio(ratio)}x`;
}

/** Per cent with one figure behind the point where it is small: 0.4% is not 0%. */
export function sayShare(part: number, whole: number): Inlines {
  if (whole === 0) return say`-`;
  const percent = (100 * part) / whole;
  return percent === 0 || percent >= 10
    ? say`${formatCount(percent)}%`
    : say`${percent.toFixed(1)}%`;
}

export function sayDuration(us: number | undefined): Inlines {
  return us === undefined ? say`-` : say`${formatDurationUs(us)}`;
}

export function sayMinute(us: number | undefined): string {
  return us === undefined ? 'no time' : `${formatTimeUs(us, 'utc').slice(0, 16)}Z`;
}
