import {parseJson} from '../../ingest/records/parse-json.js';
import {isArray, isObject} from '../../model/json.js';
import type {JsonObject, JsonValue} from '../../model/json.js';
import {BODY_FORM} from '../body-content.js';

/** Fields of a stored message that say what a part is, not what is said: neither name nor value is told. */
const MESSAGE_LABELS = new Set(['role', 'kind', 'mimeType', 'synthetic']);
/** Fields of which only the value is told; `name` of a call comes before what it was given. */
const MESSAGE_VALUES = ['name', 'parts', 'text', 'args', 'result'];

/**
 * What a person would search for in a body: the text itself, or the keys and texts of JSON with their
 * escapes undone, one a line. Iterative; O(length).
 */
export function toPlainText(form: number, text: string): string {
  if (form === BODY_FORM.text) return undoNested(text);
  let value: JsonValue;
  try {
    value = parseJson(text);
  } catch {
    return text; // A body that was cut is no longer JSON.
  }
  const isMessage = form === BODY_FORM.message;
  const lines: string[] = [];
  // Reversed stack of what is still to be told: depth is the log's, not ours.
  const open: JsonValue[] = [value];
  for (let item = open.pop(); item !== undefined; item = open.pop()) {
    if (typeof item === 'string') lines.push(undoNested(item));
    else if (isArray(item)) for (let i = item.length - 1; i >= 0; i--) open.push(item[i] ?? '');
    else if (isObject(item)) pushFields(open, item, isMessage);
    else if (item !== null) lines.push(JSON.stringify(item));
  }
  return lines.join('\n');
}

function pushFields(open: JsonValue[], fields: JsonObject, isMessage: boolean): void {
  const names = Object.keys(fields);
  const ordered = isMessage
    ? [...MESSAGE_VALUES.filter((name) => names.includes(name)), ...names]
    : names;
  const told = new Set<string>();
  const pieces: JsonValue[] = [];
  for (const name of ordered) {
    const value = fields[name];
    if (value === undefined || told.has(name)) continue;
    told.add(name);
    if (isMessage && MESSAGE_LABELS.has(name)) continue;
    if (!isMessage || !MESSAGE_VALUES.includes(name)) pieces.push(name);
    pieces.push(value);
  }
  for (let i = pieces.length - 1; i >= 0; i--) open.push(pieces[i] ?? '');
}

/** JSON inside a text keeps its escapes: `\n` there ends a word and is no letter n. */
function undoNested(text: string): string {
  if (!/^\s*[{[]/.test(text) || !text.includes('\\')) return text;
  return text.replaceAll(/\\+(?:[nrtbf]|u[0-9a-fA-F]{4})/g, ' ');
}
