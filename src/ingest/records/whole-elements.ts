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
  const open = [childrenOf(root)];
  for (let children = open.at(-1); children !== undefined; children = open.at(-1)) {
    const next = children.next();
    if (next.done === true) {
      open.pop();
      const {emitted} = assembler;
      const whole = assembler.close();
      if (whole === undefined) continue;
      if (emitted) handler.rest(whole);
      else handler.value(whole);
      continue;
    }
    const [key, value] = next.value;
    const child = key === undefined ? assembler.childAtNextIndex() : assembler.childAtKey(key);
    if (!visit(assembler, child, [key, value], handler)) continue;
    if (!isOrderKnown(value)) return false;
    open.push(childrenOf(value));
  }
  return true;
}

type Entry = readonly [string | undefined, JsonValue];

/** True when the child was opened, so that its children come next. */
function visit(
  assembler: ElementAssembler,
  child: Child,
  [key, value]: Entry,
  handler: WholeHandler,
): boolean {
  const {pattern, pointer} = child;
  if (pattern !== undefined) {
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

function* childrenOf(container: JsonValue): Generator<Entry, undefined> {
  if (isArray(container)) {
    for (const value of container) yield [undefined, value];
  } else if (isObject(container)) {
    for (const key of Object.keys(container)) yield [key, container[key] ?? null];
  }
  return undefined;
}
