/**
 * JSON as the product sees it. `BigNumber` keeps the text of a number that a double cannot hold
 * (19-digit nanoseconds, 64- and 128-bit ids), so that ids never collide by rounding.
 */
export type JsonValue =
  null | boolean | number | string | BigNumber | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue | undefined;
}

/** A number kept as its source text because `Number(text)` would lose digits. */
export class BigNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): string {
    return this.text;
  }
}

export function isObject(value: unknown): value is JsonObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof BigNumber)
  );
}

export function isArray(value: unknown): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** Own property only: `__proto__` and friends from a log never resolve (STYLE H27). */
export function getField(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
