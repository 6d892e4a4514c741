import {getField, isArray, isObject, type JsonObject, type JsonValue} from '../../model/json.js';
import type {ToolDefinition} from './run-records.js';

/** Values of one record that are looked at, and definitions that are kept (STYLE H5). */
const MAX_VALUES = 20_000;
const MAX_DEFINITIONS = 500;
/** JSON within a text is opened up to here. */
const MAX_TEXT = 512 * 1024;

const SCHEMA_FIELDS = [
  'parameters',
  'input_schema',
  'inputSchema',
  'parametersJsonSchema',
  'json_schema',
  'args_schema',
];

/**
 * Tool definitions anywhere in the attributes of a record, told by their shape: a name beside a JSON Schema of
 * arguments, as such or as JSON in a text, whatever the key is called. Iterative and bounded.
 */
export function findToolDefinitions(
  attributes: JsonValue,
  known: Map<string, ToolDefinition>,
): void {
  const open: JsonValue[] = [attributes];
  for (let seen = 0; seen < MAX_VALUES && known.size < MAX_DEFINITIONS; seen++) {
    const value = open.pop();
    if (value === undefined) return;
    if (typeof value === 'string') {
      const opened = openText(value);
      if (opened !== undefined) open.push(opened);
    } else if (isArray(value)) {
      for (const inner of value.slice(0, MAX_VALUES)) open.push(inner);
    } else if (isObject(value)) {
      const definition = toDefinition(value);
      if (definition !== undefined) {
        const before = known.get(definition.name);
        if (before?.parameters === undefined) known.set(definition.name, definition);
        continue;
      }
      for (const inner of Object.values(value)) if (inner !== undefined) open.push(inner);
    }
  }
}

function openText(text: string): JsonValue | undefined {
  if (text.length > MAX_TEXT || !/^\s*[[{]/.test(text)) return undefined;
  if (!/schema|parameters|properties/i.test(text)) return undefined;
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined; // a text that only looks like JSON holds no definition
  }
}

function toDefinition(value: JsonObject): ToolDefinition | undefined {
  const inner = getField(value, 'function');
  const own = isObject(inner) ? inner : value;
  const name = getField(own, 'name');
  if (typeof name !== 'string' || name === '') return undefined;
  for (const field of SCHEMA_FIELDS) {
    const found = getField(own, field);
    const schema = typeof found === 'string' ? openText(found) : found;
    if (!isObject(schema) || !looksLikeSchema(schema)) continue;
    const nested = getField(schema, 'jsonSchema') ?? getField(schema, 'json');
    const description = getField(own, 'description');
    return {
      name,
      description: typeof description === 'string' ? description : undefined,
      parameters: isObject(nested) ? nested : schema,
    };
  }
  return undefined;
}

function looksLikeSchema(schema: JsonObject): boolean {
  const type = getField(schema, 'type');
  return (
    (typeof type === 'string' && type.toLowerCase() === 'object') ||
    isObject(getField(schema, 'properties')) ||
    isObject(getField(schema, 'jsonSchema')) ||
    isObject(getField(schema, 'json'))
  );
}
