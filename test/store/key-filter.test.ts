import {expect, test} from '@jest/globals';
import {hashText, KEY_BYTES} from '../../src/store/hash-index.js';
import {KeyFilter} from '../../src/store/key-filter.js';

const keyOf = (text: string): string => hashText(text).slice(0, KEY_BYTES);

test('a key that was added is never denied, and few others are taken for one', () => {
  const filter = new KeyFilter();
  for (let i = 0; i < 20_000; i++) filter.add(keyOf(`in ${String(i)}`));
  let denied = 0;
  let mistaken = 0;
  for (let i = 0; i < 20_000; i++) {
    if (!filter.mayHave(keyOf(`in ${String(i)}`))) denied++;
    if (filter.mayHave(keyOf(`out ${String(i)}`))) mistaken++;
  }
  expect(denied).toBe(0);
  expect(mistaken).toBeLessThan(20);
});
