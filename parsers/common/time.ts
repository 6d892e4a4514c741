import {BigNumber} from '../api.js';
import type {JsonValue} from '../api.js';

/** Longest run of digits read as a time: 2^64 nanoseconds has 20. */
const WHOLE_NUMBER = /^\d{1,22}$/;

/**
 * Epoch nanoseconds (text, number or BigNumber) to epoch microseconds; digits below are cut off,
 * never rounded through a double. Zero and anything that is no time give undefined: OTLP writes 0 for "not set".
 */
export function nanosToUs(value: JsonValue | undefined): number | undefined {
  return scaleDown(value, 3);
}

/** Epoch microseconds; zero is "not set". */
export function microsToUs(value: JsonValue | undefined): number | undefined {
  return scaleDown(value, 0);
}

/** Epoch milliseconds, fractions allowed. */
export function millisToUs(value: JsonValue | undefined): number | undefined {
  return fromDouble(value, 1e3);
}

/** Epoch seconds, fractions allowed (exact to the microsecond up to the year 2255). */
export function secondsToUs(value: JsonValue | undefined): number | undefined {
  return fromDouble(value, 1e6);
}

/** `[seconds, nanoseconds]` of Node's hrtime, as the Node SDK dumps it. */
export function hrtimeToUs(value: JsonValue | undefined): number | undefined {
  if (!Array.isArray(value)) return undefined;
  const [seconds, nanos] = value as readonly JsonValue[];
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return undefined;
  return checkUs(Math.trunc(seconds) * 1e6 + Math.floor(nanos / 1e3));
}

const ISO =
  /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2}):(\d{2})(?:[.,](\d{1,12}))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;

export interface IsoTime {
  readonly us: number;
  /** The text named a zone or an offset; without one the time was read as UTC. */
  readonly hasZone: boolean;
}

/** ISO 8601 date and time with up to nanoseconds. `2026-01-02 03:04:05.123456` counts as UTC. */
export function isoToUs(value: JsonValue | undefined): IsoTime | undefined {
  if (typeof value !== 'string') return undefined;
  const match = ISO.exec(value.trim());
  if (match === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = match;
  const ms = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const micros = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const us = checkUs(ms * 1000 + micros - offsetMinutes(zone) * 60_000_000);
  return us === undefined ? undefined : {us, hasZone: zone !== undefined};
}

function offsetMinutes(zone: string | undefined): number {
  if (zone === undefined || !/^[+-]/.test(zone)) return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

function scaleDown(value: JsonValue | undefined, digits: number): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    return checkUs(digits === 0 ? value : Math.floor(value / 10 ** digits));
  }
  const text = value instanceof BigNumber ? value.text : value;
  if (typeof text === 'string') {
    if (!WHOLE_NUMBER.test(text)) return undefined;
    return checkUs(Number(digits === 0 ? text : text.slice(0, -digits)));
  }
  if (typeof text === 'number') return checkUs(Math.floor(text / 10 ** digits));
  return undefined;
}

function fromDouble(value: JsonValue | undefined, factor: number): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' ? checkUs(Math.round(number * factor)) : undefined;
}

function checkUs(us: number): number | undefined {
  return Number.isSafeInteger(us) && us > 0 ? us : undefined;
}
