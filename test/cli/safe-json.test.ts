import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {toSafeJson} from '../../src/cli/safe-json.js';

test('escapes what a terminal would act on, and means the same', () => {
  const hostile = 'a\u001b[2J\u009b2J\u202eb\u200bc\u{e0041}d';
  const text = toSafeJson({hostile});
  expect(text).toBe('{"hostile":"a\\u001b[2J\\u009b2J\\u202eb\\u200bc\\udb40\\udc41d"}');
  expect(JSON.parse(text)).toEqual({hostile});
});

test('any value reads back as it was', () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      const value: unknown = JSON.parse(json);
      expect(JSON.parse(toSafeJson(value))).toEqual(value);
    }),
  );
});
