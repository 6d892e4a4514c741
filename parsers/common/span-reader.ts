import {BigNumber} from '../api.js';
import type {JsonValue} from '../api.js';
import {flattenNested} from './nested-attributes.js';
import type {RawSpan} from './raw-span.js';
import {unfold} from './unfold.js';

/**
 * Reads a span's attributes by name, first hit wins. `take*` also removes the attribute: what is
 * left at the end goes into the span's attributes as logged.
 */
export class SpanReader {
  readonly raw: RawSpan;
  /** Prefixes (up to the first dot) of the attribute names, taken at the start. */
  readonly #prefixes = new Set<string>();

  constructor(raw: RawSpan) {
    this.raw = raw;
    flattenNested(raw.attributes);
    for (const key of raw.attributes.keys()) {
      const dot = key.indexOf('.');
      if (dot > 0) this.#prefixes.add(key.slice(0, dot));
    }
  }

  /** The span came with at least one attribute `prefix.…`. */
  hasPrefix(prefix: string): boolean {
    return this.#prefixes.has(prefix);
  }

  has(key: string): boolean {
    return this.raw.attributes.has(key);
  }

  get(key: string): JsonValue | undefined {
    return this.raw.attributes.get(key);
  }

  /** First non-empty text; numbers are written out, since some exporters lose the quotes. */
  text(...keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const value = this.raw.attributes.get(key);
      if (typeof value === 'string') {
        if (value !== '') return value;
      } else if (typeof value === 'number') return String(value);
      else if (value instanceof BigNumber) return value.text;
    }
    return undefined;
  }

  /** First count: a non-negative number, or its text (some exporters write all values as text). */
  count(...keys: readonly string[]): number | undefined {
    for (const key of keys) {
      const value = this.raw.attributes.get(key);
      const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
      if (typeof number === 'number' && Number.isFinite(number) && number >= 0) {
        return Math.round(number);
      }
    }
    return undefined;
  }

  /** First value that is there and not null, taken. */
  take(...keys: readonly string[]): JsonValue | undefined {
    for (const key of keys) {
      const value = this.raw.attributes.get(key);
      if (value === undefined || value === null) continue;
      this.raw.attributes.delete(key);
      return value;
    }
    return undefined;
  }

  /** First value, with JSON texts unfolded; not taken. */
  json(...keys: readonly string[]): JsonValue | undefined {
    for (const key of keys) {
      const value = this.raw.attributes.get(key);
      if (value !== undefined && value !== null) return unfold(value);
    }
    return undefined;
  }

  drop(...keys: readonly string[]): void {
    for (const key of keys) this.raw.attributes.delete(key);
  }
}
