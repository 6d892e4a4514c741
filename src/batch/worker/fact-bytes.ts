import {deserialize, serialize} from 'node:v8';
import type {Fact} from '../../model/facts.js';
import {BigNumber} from '../../model/json.js';
import type {FactsMessage} from './protocol.js';

/** A key that no JSON of a log needs to have: where it has, its value is no text of digits. */
const BIG = '\u0000big';

/** Facts as bytes. The class of a number that a double cannot hold would be lost on the way: it is marked. */
export function packFacts(facts: readonly Fact[]): FactsMessage {
  const hasBigNumbers = holdsBigNumber(facts);
  const plain = hasBigNumbers ? rewrite(facts, markBig) : facts;
  return {kind: 'facts', bytes: serialize(plain), hasBigNumbers};
}

/** The facts that `packFacts` was given. The caller made the bytes itself: they are not checked. */
export function unpackFacts({bytes, hasBigNumbers}: FactsMessage): readonly Fact[] {
  const plain: unknown = deserialize(bytes);
  return (hasBigNumbers ? rewrite(plain, unmarkBig) : plain) as readonly Fact[];
}

function holdsBigNumber(facts: readonly Fact[]): boolean {
  const open: unknown[] = [...facts];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (value instanceof BigNumber) return true;
    for (const child of Object.values(value)) {
      if (typeof child === 'object' && child !== null) open.push(child);
    }
  }
  return false;
}

function markBig(value: object): object | undefined {
  return value instanceof BigNumber ? {[BIG]: value.text} : undefined;
}

function unmarkBig(value: object): object | undefined {
  const text: unknown = Object.hasOwn(value, BIG) ? Reflect.get(value, BIG) : undefined;
  return typeof text === 'string' ? new BigNumber(text) : undefined;
}

/** A copy in which `replace` has its say on every object. Iterative: values may be deep. */
function rewrite(root: unknown, replace: (value: object) => object | undefined): unknown {
  const holder: unknown[] = [];
  const open: {readonly from: unknown; readonly into: object; readonly key: string}[] = [
    {from: root, into: holder, key: '0'},
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const {from, into, key} = at;
    if (typeof from !== 'object' || from === null) {
      define(into, key, from);
      continue;
    }
    const replaced = replace(from);
    const copy = replaced ?? (Array.isArray(from) ? new Array<unknown>(from.length) : {});
    define(into, key, copy);
    if (replaced !== undefined) continue;
    for (const [name, child] of Object.entries(from)) {
      open.push({from: child, into: copy, key: name});
    }
  }
  return holder[0];
}

/** Also for a key of a log that is called `__proto__`. */
function define(into: object, key: string, value: unknown): void {
  Object.defineProperty(into, key, {
    value,
    writable: true,
    enumerable: true,
    configurable: true,
  });
}
