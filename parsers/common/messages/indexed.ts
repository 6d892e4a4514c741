import type {JsonValue, Message} from '../../api.js';
import {setField} from '../attributes.js';
import type {AttributeMap} from '../attributes.js';
import {normaliseMessage} from './message.js';

/** Steps in one flattened name; longer names are no message fields. */
const MAX_STEPS = 32;

interface Node {
  value?: JsonValue;
  children?: Map<string, Node>;
}

/**
 * Messages spread over attributes, which come unordered and with gaps:
 *
 *     llm.input_messages.1.message.content, llm.input_messages.0.message.tool_calls.0.tool_call.id
 *
 * `prefix` ends with a dot. Attributes used are taken out of the map. Empty when there are none.
 */
export function takeIndexedMessages(attributes: AttributeMap, prefix: string): readonly Message[] {
  const root: Node = {};
  const used: string[] = [];
  for (const [key, value] of attributes) {
    if (!key.startsWith(prefix)) continue;
    const steps = key.slice(prefix.length).split('.');
    if (steps.length > MAX_STEPS || !isIndex(steps[0] ?? '')) continue;
    insert(root, steps, value);
    used.push(key);
  }
  for (const key of used) attributes.delete(key);
  const list = toValue(root);
  return Array.isArray(list) ? (list as readonly JsonValue[]).map(normaliseMessage) : [];
}

function insert(root: Node, steps: readonly string[], value: JsonValue): void {
  let node = root;
  for (const step of steps) {
    node.children ??= new Map();
    let next = node.children.get(step);
    if (next === undefined) {
      next = {};
      node.children.set(step, next);
    }
    node = next;
  }
  node.value = value;
}

/** Depth is bounded by MAX_STEPS. A node whose names are all numbers is a list, in their order. */
function toValue(node: Node): JsonValue {
  if (node.children === undefined) return node.value ?? null;
  const names = [...node.children.keys()];
  if (names.every(isIndex)) {
    names.sort((a, b) => Number(a) - Number(b));
    return names.map((name) => toValue(node.children?.get(name) ?? {}));
  }
  const out: Record<string, JsonValue> = {};
  for (const [name, child] of node.children) setField(out, name, toValue(child));
  return out;
}

function isIndex(text: string): boolean {
  return /^\d{1,9}$/.test(text);
}
