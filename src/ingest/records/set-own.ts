import type {JsonValue} from '../../model/json.js';

/** `__proto__` becomes an own key, as JSON.parse makes it. */
export function setOwn(object: Record<string, JsonValue>, key: string, value: JsonValue): void {
  if (key !== '__proto__') object[key] = value;
  else {
    Object.defineProperty(object, key, {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
}
