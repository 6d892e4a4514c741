import {resolve} from 'node:path';
import {expect, test} from '@jest/globals';
import {sharedDir, testWithShared} from '../helpers/shared.js';
import {scoreVector} from '../eval/score-vectors.js';
import {readVectors} from '../eval/vector.js';

test.each([
  'own-vectors',
  'judged-vectors',
  'held-vectors',
  'fresh-vectors',
  'fresh-2-vectors',
  'rule-vectors',
])('every vector of %s gets our verdict', (name) => {
  const file = resolve(import.meta.dirname, `../eval/${name}.jsonl`);
  const wrong = readVectors(file)
    .map(scoreVector)
    .filter(({right}) => !right);
  expect(wrong.map(({vector, got}) => ({id: vector.id, got}))).toEqual([]);
});

testWithShared('every shared vector gets our verdict, without a false alarm', () => {
  const scored = readVectors(resolve(sharedDir, 'vectors/loop-vectors.jsonl')).map(scoreVector);
  expect(scored.filter(({falseAlarm}) => falseAlarm).map(({vector}) => vector.id)).toEqual([]);
  const missing = scored.filter(({right}) => !right);
  expect(missing.map(({vector, got}) => ({id: vector.id, got}))).toEqual([]);
});
