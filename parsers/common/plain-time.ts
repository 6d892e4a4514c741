import {BigNumber} from '../api.js';
import type {JsonValue} from '../api.js';
import {isoToUs, microsToUs, millisToUs, nanosToUs, secondsToUs} from './time.js';
import type {IsoTime} from './time.js';

/** `auto` reads ISO 8601 texts, and tells the unit of a number from its size (times from 1973 on). */
export const TIME_UNITS = ['auto', 'iso', 's', 'ms', 'us', 'ns'] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** A point in time in epoch microseconds. Numbers count from 1970 in UTC, so they have a zone. */
export function readTime(value: JsonValue, unit: TimeUnit): IsoTime | undefined {
  switch (unit) {
    case 'iso':
      return isoToUs(value);
    case 's':
      return zoned(secondsToUs(toNumber(value)));
    case 'ms':
      return zoned(millisToUs(toNumber(value)));
    case 'us':
      return zoned(microsToUs(value));
    case 'ns':
      return zoned(nanosToUs(value));
    case 'auto':
      return isoToUs(value) ?? fromSize(value);
  }
}

function fromSize(value: JsonValue): IsoTime | undefined {
  const size = Number(toNumber(value));
  if (!Number.isFinite(size)) return undefined;
  if (size >= 1e17) return readTime(value, 'ns');
  if (size >= 1e14) return readTime(value, 'us');
  if (size >= 1e11) return readTime(value, 'ms');
  return size >= 1e8 ? readTime(value, 's') : undefined;
}

const MICROS: Readonly<Record<string, number>> = {s: 1e6, ms: 1e3, us: 1, ns: 1e-3};

/** A length of time in microseconds; negative ones give undefined. */
export function readDuration(value: JsonValue, unit: 's' | 'ms' | 'us' | 'ns'): number | undefined {
  const size = Number(toNumber(value));
  const us = Math.round(size * (MICROS[unit] ?? 1));
  return Number.isSafeInteger(us) && us >= 0 ? us : undefined;
}

function toNumber(value: JsonValue): JsonValue {
  if (value instanceof BigNumber) return value.text;
  return typeof value === 'string' && /^\s*-?\d[\d.eE+-]*\s*$/.test(value)
    ? value.trim()
    : typeof value === 'number'
      ? value
      : NaN;
}

function zoned(us: number | undefined): IsoTime | undefined {
  return us === undefined ? undefined : {us, hasZone: true};
}
