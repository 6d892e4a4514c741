type Loose<T> = {readonly [K in keyof T]: T[K] | undefined};

/**
 * Drops the keys whose value is undefined, so that optional fields can be written as plain
 * expressions under `exactOptionalPropertyTypes`:
 *
 *     compact<SpanDraft>({traceId, spanId, kind, name, endUs: maybeUndefined})
 */
export function compact<T extends object>(fields: Loose<T>): T {
  const out: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const value = (fields as Record<string, unknown>)[key];
    if (value !== undefined) out[key] = value;
  }
  return out as T;
}
