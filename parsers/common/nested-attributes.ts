import {getField, isArray, isObject} from '../api.js';
import type {JsonValue} from '../api.js';
import type {AttributeMap} from './attributes.js';

/** Families whose members Phoenix and search stores nest; anything else is the user's own value. */
const FAMILIES =
  /^(?:llm|input|output|openinference|tool|tool_call|agent|session|user|graph|gen_ai|exception)(?:\.|$)/;
/** Lists whose items are messages or calls, which the conventions number. */
const NUMBERED = /^llm\.(?:input_messages|output_messages)(?:\.|$)/;
/** Names this long are no attributes; deeper values stay whole. */
const MAX_NAME_CHARS = 300;

/**
 * Nested attributes under the dotted names that the conventions use. Keys may be dotted at any level:
 *
 *     {"llm": {"input_messages": [{"message.role": "user"}]}} -> llm.input_messages.0.message.role
 *
 * Order is kept. Null means that another row has the column.
 */
export function flattenAttribute(name: string, value: JsonValue, to: AttributeMap): void {
  const open: {readonly name: string; readonly value: JsonValue}[] = [{name, value}];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const inner = next.value;
    if (inner === null) continue;
    const isFamily = FAMILIES.test(next.name) && next.name.length < MAX_NAME_CHARS;
    if (isFamily && isObject(inner)) {
      for (const key of Object.keys(inner).reverse()) {
        const child = getField(inner, key);
        if (child !== undefined) open.push({name: `${next.name}.${key}`, value: child});
      }
    } else if (NUMBERED.test(next.name) && isArray(inner)) {
      for (let index = inner.length - 1; index >= 0; index--) {
        const child = inner[index];
        if (child !== undefined) open.push({name: `${next.name}.${String(index)}`, value: child});
      }
    } else {
      to.set(next.name, inner);
    }
  }
}

/** An object under one of these is no user's own value. */
const SURE = ['openinference', 'gen_ai', 'llm'] as const;

/** Brings attributes that a store has nested, all of them, back under their dotted names, in place. */
export function flattenNested(attributes: AttributeMap): void {
  if (!SURE.some((key) => isObject(attributes.get(key)))) return;
  for (const [key, value] of [...attributes]) {
    if (!FAMILIES.test(key) || key.includes('.') || !isObject(value)) continue;
    attributes.delete(key);
    flattenAttribute(key, value, attributes);
  }
}
