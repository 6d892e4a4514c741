import {resolve} from 'node:path';
import {expect} from '@jest/globals';
import {transformations} from '../eval/metamorphic.js';
import {scoreVector} from '../eval/score-vectors.js';
import {readVectors} from '../eval/vector.js';
import {sharedDir, testWithShared} from '../helpers/shared.js';

/** Verdicts that rest on what a tool is known to do, and so change with its name; each with its reason. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {};

for (const transformation of transformations) {
  const {name} = transformation;
  testWithShared(`verdicts hold: ${name}`, () => {
    const vectors = readVectors(resolve(sharedDir, 'vectors/loop-vectors.jsonl'));
    const broken = vectors.flatMap((vector) => {
      const changed = transformation.apply(vector);
      if (changed === undefined) return [];
      const scored = scoreVector({...vector, ...changed});
      return scored.right ? [] : [{id: vector.id, ours: changed.ours, got: scored.got}];
    });
    const unexpected = broken.filter(({id}) => !(EXPECTED[name] ?? []).includes(id));
    expect(unexpected).toEqual([]);
  });
}
