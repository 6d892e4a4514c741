import {isArray, isObject} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';
import {ElementAssembler} from './element-assembler.js';
import type {Child} from './element-assembler.js';
import type {PatternPlace} from './element-pattern.js';
import type {FoundElement} from './value-scanner.js';

export interface WholeHandler {
  element(found: FoundElement): void;
  rest(value: JsonValue): void;
  value(value: JsonValue): void;
}

const INTEGER_KEY = /^\d+$/;

/**
 * Sends the elements of a value that was parsed whole, as the scanner would: same events, same
 * `above`. False where the order of the text cannot be told from the value (an object that patterns
 * step through has an integer-like key, which JavaScript moves to the front): what was sent is then void.
 * A key that an object holds twice is seen once, with its last value, as JSON.parse has it.
 */
export function sendElements(
  root: JsonValue,
  places: readonly PatternPlace[],
  handler: WholeHandler,
): boolean {
  const assembler = new ElementAssembler(places);
  const rootChild = assembler.rootChild();
  const kind = isArray(root) ? 'array' : isObject(root) ? 'object' : undefined;
  if (kind === undefined || !assembler.open(kind, rootChild, undefined)) {
    handler.value(root);
    return true;
  }
  if (!isOrderKnown(root)) return false;
  const open = [cursorOf(root)];
  for (let cursor = open.at(-1); cursor !== undefined; cursor = open.at(-1)) {
    const {keys, values} = cursor;
    const index = cursor.next++;
    const value = values[index];
    if (value === undefined) {
      open.pop();
      const {emitted} = assembler;
      const whole = assembler.close();
      if (whole === undefined) continue;
      if (emitted) handler.rest(whole);
      else handler.value(whole);
      continue;
    }
    const key = keys?.[index];
    const child = key === undefined ? assembler.childAtNextIndex() : assembler.childAtKey(key);
    if (!visit(assembler, child, [key, value], handler)) continue;
    if (!isOrderKnown(value)) return false;
    open.push(cursorOf(value));
  }
  return true;
}

type Entry = readonly [string | undefined, JsonValue];

/** Where the walk stands in one container. JSON has no undefined, so an undefined value is the end. */
interface Cursor {
  readonly keys: readonly string[] | undefined;
  readonly values: readonly (JsonValue | undefined)[];
  next: number;
}

function cursorOf(container: JsonValue): Cursor {
  if (isArray(container)) return {keys: undefined, values: container, next: 0};
  const object = isObject(container) ? container : {};
  return {keys: Object.keys(object), values: Object.values(object), next: 0};
}

/** True when the child was opened, so that its children come next. */
function visit(
  assembler: ElementAssembler,
  child: Child,
  [key, value]: Entry,
  handler: WholeHandler,
): boolean {
  const {pattern} = child;
  if (pattern !== undefined) {
    const pointer = assembler.pointerTo(key);
    handler.element({pattern, value, above: assembler.element(), pointer});
    return false;
  }
  const kind = isArray(value) ? 'array' : isObject(value) ? 'object' : undefined;
  if (kind !== undefined && assembler.open(kind, child, key)) return true;
  assembler.put(key, value, 0);
  return false;
}

/** JavaScript puts integer-like keys first, so the first one tells whether there are any. */
function isOrderKnown(container: JsonValue): boolean {
  if (!isObject(container)) return true;
  for (const key in container) return !INTEGER_KEY.test(key);
  return true;
}
