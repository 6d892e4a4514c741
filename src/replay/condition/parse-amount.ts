import type {NumberField} from './condition.js';

const COUNT_UNITS: ReadonlyMap<string, number> = new Map([
  ['', 1],
  ['k', 1e3],
  ['m', 1e6],
]);
/** Durations are compared in microseconds; a bare number is in seconds, as people say them. */
const TIME_UNITS: ReadonlyMap<string, number> = new Map([
  ['us', 1],
  ['ms', 1e3],
  ['', 1e6],
  ['s', 1e6],
  ['m', 60e6],
  ['h', 3600e6],
]);

/** `20k`, `1.5M`, `300ms`, `2m`; undefined for what is no amount of the field. */
export function parseAmount(text: string, field: NumberField): number | undefined {
  const match = /^([0-9]+(?:\.[0-9]+)?)([a-z]*)$/i.exec(text);
  if (match === null) return undefined;
  const units = field === 'duration' ? TIME_UNITS : COUNT_UNITS;
  const unit = units.get((match[2] ?? '').toLowerCase());
  return unit === undefined ? undefined : Number(match[1]) * unit;
}
