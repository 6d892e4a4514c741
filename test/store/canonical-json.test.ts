import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {BigNumber, isArray, isObject} from '../../src/model/json.js';
import type {JsonValue} from '../../src/model/json.js';
import {toCanonicalJson} from '../../src/store/canonical-json.js';

/** Slow and obvious: keys sorted at each level. */
function twin(value: JsonValue): string {
  if (value instanceof BigNumber) return value.text;
  if (isArray(value)) return `[${value.map(twin).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, member]) =>
      member === undefined ? [] : [`${JSON.stringify(key)}:${twin(member)}`],
    );
  return `{${members.join(',')}}`;
}

const leaf = fc.oneof(
  fc.string({unit: 'binary'}),
  fc.integer(),
  fc.double({noDefaultInfinity: true, noNaN: true}),
  fc.boolean(),
  fc.constant(null),
  fc.constant(new BigNumber('123456789012345678901')),
);
const key = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'toJSON', '10', '9', 'a', 'B'));
const {value} = fc.letrec<{value: JsonValue}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'small'},
    leaf,
    fc.array(tie('value'), {maxLength: 4}),
    fc.array(fc.tuple(key, fc.oneof(tie('value'), fc.constant(undefined))), {maxLength: 5}).map(
      // Object.fromEntries makes own properties, of `__proto__` too.
      (entries) => Object.fromEntries(entries) as JsonValue,
    ),
  ),
}));

test('canonical JSON is what a sort at each level gives, whatever order the keys came in', () => {
  fc.assert(
    fc.property(value, (root) => {
      expect(toCanonicalJson(root)).toBe(twin(root));
    }),
    {numRuns: 500},
  );
});
