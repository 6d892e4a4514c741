import {resolve} from 'node:path';
import {expect} from '@jest/globals';
import {sharedDir, testWithShared} from '../helpers/shared.js';
import {scoreVector} from '../eval/score-vectors.js';
import {readVectors} from '../eval/vector.js';

testWithShared('every shared vector gets our verdict, without a false alarm', () => {
  const scored = readVectors(resolve(sharedDir, 'vectors/loop-vectors.jsonl')).map(scoreVector);
  expect(scored.filter(({falseAlarm}) => falseAlarm).map(({vector}) => vector.id)).toEqual([]);
  const missing = scored.filter(({right}) => !right);
  expect(missing.map(({vector, got}) => ({id: vector.id, got}))).toEqual([]);
});
