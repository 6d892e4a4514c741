import {resolve} from 'node:path';
import {expect} from '@jest/globals';
import {detectors} from '../../src/detect/registry.js';
import {sharedDir, testWithShared} from '../helpers/shared.js';
import {scoreVector, toType} from '../eval/score-vectors.js';
import {readVectors} from '../eval/vector.js';

testWithShared('every shared vector gets our verdict, without a false alarm', () => {
  const scored = readVectors(resolve(sharedDir, 'vectors/loop-vectors.jsonl')).map(scoreVector);
  expect(scored.filter(({falseAlarm}) => falseAlarm).map(({vector}) => vector.id)).toEqual([]);
  const known = new Set(detectors.map(({id}) => toType(id)));
  const missing = scored.filter(({right, vector}) => !right && known.has(vector.ours.type ?? ''));
  expect(missing.map(({vector, got}) => ({id: vector.id, got}))).toEqual([]);
});
