import {resolve} from 'node:path';
import {expect, test} from '@jest/globals';
import {transformations} from '../eval/metamorphic.js';
import {scoreVector} from '../eval/score-vectors.js';
import {readVectors} from '../eval/vector.js';
import {existsSync} from 'node:fs';
import {sharedDir} from '../helpers/shared.js';

/** Verdicts that rest on what a tool is known to do, and so change with its name; each with its reason. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'tools and agents renamed': [
    // polls whose answers are not recorded: only the name tells that they wait
    'gen-unv-poll',
    // a growing text that is stored: only the name tells that the tool writes
    'gen-append-doc',
  ],
  // a footer that is no longer the last line; an empty answer that is no longer empty
  'volatile values added to every answer': ['own-exact-2', 'gen-work-think'],
  // the counter of the calls starts again, so it no longer counts them
  'twice the laps': ['own-exact-2', 'gen-cycle-counter'],
};

/** The shared vectors where they are there; our own always. */
const files = [
  resolve(sharedDir, 'vectors/loop-vectors.jsonl'),
  resolve(import.meta.dirname, '../eval/own-vectors.jsonl'),
  resolve(import.meta.dirname, '../eval/judged-vectors.jsonl'),
];

for (const transformation of transformations) {
  const {name} = transformation;
  test(`verdicts hold: ${name}`, () => {
    const vectors = files.flatMap((file) => (existsSync(file) ? readVectors(file) : []));
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
