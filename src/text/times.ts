import type {TimeBasis} from '../model/kinds.js';
import {visible, type DisplayText} from './visible.js';

const MS = 1000;
const SECOND = 1000 * MS;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A duration at the precision a person can use: `412 µs`, `83 ms`, `4.2 s`, `3m 12s`, `2h 05m`, `3d 04h`. */
export function formatDurationUs(durationUs: number): DisplayText {
  if (!Number.isFinite(durationUs)) return visible('?');
  const sign = durationUs < 0 ? '-' : '';
  return visible(sign + absoluteDuration(Math.abs(durationUs)));
}

function absoluteDuration(us: number): string {
  if (us === 0) return '0 s';
  if (us < 999.5) return `${Math.round(us)} µs`;
  if (us < 999.5 * MS) return `${Math.round(us / MS)} ms`;
  if (us < 59.95 * SECOND) return `${(us / SECOND).toFixed(1)} s`;
  if (us < HOUR - SECOND / 2) return pair(us, SECOND, 'm', 's');
  if (us < DAY - MINUTE / 2) return pair(us, MINUTE, 'h', 'm');
  return pair(us, HOUR, 'd', 'h');
}

/** Rounds to the smaller unit first, so that 59.99 s never becomes "0m 60s". */
function pair(us: number, smallUs: number, big: string, small: string): string {
  const perBig = small === 'h' ? 24 : 60;
  const total = Math.round(us / smallUs);
  const rest = String(total % perBig).padStart(2, '0');
  return `${Math.floor(total / perBig)}${big} ${rest}${small}`;
}

/** Years that `Date` can write with four digits; what lies outside is shown as a bare number. */
const MAX_US = Date.UTC(9999, 11, 31) * MS;

/** `2025-03-04 12:34:56.789Z`; a `naive-local` clock gets no Z, since its zone is not known. */
export function formatTimeUs(timeUs: number, basis: TimeBasis): DisplayText {
  if (!isDate(timeUs)) return visible(Number.isFinite(timeUs) ? `${timeUs} µs` : '?');
  const iso = new Date(Math.floor(timeUs / MS)).toISOString().replace('T', ' ').replace('Z', '');
  return visible(basis === 'utc' ? `${iso}Z` : iso);
}

/** `12:34:56`, for columns where the day stands elsewhere. */
export function formatClockUs(timeUs: number): DisplayText {
  if (!isDate(timeUs)) return visible('--:--:--');
  return visible(new Date(Math.floor(timeUs / MS)).toISOString().slice(11, 19));
}

function isDate(timeUs: number): boolean {
  return Number.isFinite(timeUs) && timeUs >= 0 && timeUs <= MAX_US;
}
