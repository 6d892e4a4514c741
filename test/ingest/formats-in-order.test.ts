import {expect, test} from '@jest/globals';
import {parsers} from '../../parsers/index.js';
import {formatsInOrder} from '../../src/ingest/formats-in-order.js';

test('every format once; our own and mapped ones first, those without a real file last', () => {
  const listed = formatsInOrder();
  expect(listed.map(({id}) => id).toSorted()).toEqual(parsers.map(({id}) => id).toSorted());
  expect(listed.slice(0, 2).map(({id}) => id)).toEqual(['whatbroke-jsonl', 'mapped']);
  const unseen = listed.map(({provenance}) => provenance.isUnseen === true);
  expect(unseen).toEqual(unseen.toSorted((a, b) => Number(a) - Number(b)));
});
