import type {JsonObject, JsonValue} from '../../api.js';
import {getField, isArray, isObject} from '../../api.js';

/** `attachment://` since 0.3.45; `tc://` before. The chunked layout counts attachments from 0. */
const REF = /^(?:attachment|tc):\/\/(.+)$/;

/** Long texts that a sample keeps once, and messages that its calls point at by number. */
export interface Pools {
  readonly texts: ReadonlyMap<string, string>;
  readonly messages: readonly JsonValue[];
}

export function readTexts(raw: JsonValue | undefined): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  if (!isObject(raw)) return texts;
  for (const [key, text] of Object.entries(raw)) if (typeof text === 'string') texts.set(key, text);
  return texts;
}

/** The value with every reference to a known text replaced by it; the same value where there is none. */
export function resolveTexts(value: JsonValue, texts: Pools['texts']): JsonValue {
  if (texts.size === 0) return value;
  const root: JsonValue[] = [value];
  const open: (JsonValue[] | Record<string, JsonValue | undefined>)[] = [root];
  for (let container = open.pop(); container !== undefined; container = open.pop()) {
    for (const [key, child] of Object.entries(container)) {
      const next = copyOrText(child, texts);
      if (next === child) continue;
      if (isCopy(next)) open.push(next);
      // A key of a log may be `__proto__`: defined, never assigned.
      Object.defineProperty(container, key, {
        value: next,
        enumerable: true,
        configurable: true,
        writable: true,
      });
    }
  }
  return root[0] ?? null;
}

type Copy = JsonValue[] | Record<string, JsonValue | undefined>;

/** Called on what copyOrText made: containers there are copies of its own. */
function isCopy(value: Copy | JsonValue | undefined): value is Copy {
  return isArray(value) || isObject(value);
}

function copyOrText(
  value: JsonValue | undefined,
  texts: Pools['texts'],
): Copy | string | JsonValue | undefined {
  if (typeof value === 'string') {
    const key = REF.exec(value)?.[1];
    return (key === undefined ? undefined : texts.get(key)) ?? value;
  }
  if (isArray(value)) return [...value];
  return isObject(value) ? {...value} : value;
}

/**
 * The messages a call was given: written out, or as ranges into the sample's pool. Undefined where
 * a range points outside the pool, which then is incomplete.
 *
 *     input_refs: [[0, 2], [5, 6]] -> messages 0, 1, 5
 */
export function readInput(event: JsonObject, pools: Pools): readonly JsonValue[] | undefined {
  const refs = getField(event, 'input_refs');
  if (!isArray(refs)) {
    const input = getField(event, 'input');
    return isArray(input) ? input : [];
  }
  const found: JsonValue[] = [];
  for (const range of refs) {
    if (!isArray(range)) return undefined;
    const [start, end] = range;
    if (typeof start !== 'number' || typeof end !== 'number') return undefined;
    if (start < 0 || end > pools.messages.length) return undefined;
    for (const message of pools.messages.slice(start, end)) found.push(message);
  }
  return found;
}
