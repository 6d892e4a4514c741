import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {UniqueNames} from '../../../parsers/common/unique-names.js';

test('the second of a name is told apart', () => {
  const names = new UniqueNames();
  const wanted = ['a', 'a (2)', 'a', 'b', 'a', 'a (2)'];
  expect(wanted.map((name) => names.take(name))).toEqual([
    'a',
    'a (2)',
    'a (3)',
    'b',
    'a (4)',
    'a (2) (2)',
  ]);
});

test('names are those of a slow twin that tries each number', () => {
  const name = fc.constantFrom('a', 'b', 'a (2)', 'a (3)', 'a (2) (2)', '');
  fc.assert(
    fc.property(fc.array(name, {maxLength: 30}), (wanted) => {
      const taken = new Set<string>();
      const slow = wanted.map((one) => {
        let unique: string = one;
        for (let copy = 2; taken.has(unique); copy++) unique = `${one} (${String(copy)})`;
        taken.add(unique);
        return unique;
      });
      const names = new UniqueNames();
      expect(wanted.map((one) => names.take(one))).toEqual(slow);
    }),
  );
});
