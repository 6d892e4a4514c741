import {expect, test} from '@jest/globals';
import {CaseBodies} from '../../src/store/body-lookup.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {ingest, spanFact} from './memory-source.js';

/** More than are kept, and some too long to be read ahead or kept. */
const BODIES = 3000;
const lengthOf = (index: number): number =>
  index % 500 === 7 ? 150_000 : index % 50 === 3 ? 5000 : 10;
const textOf = (index: number): string => `${index} ${'x'.repeat(lengthOf(index))}`;

test('a body has the same text in whatever order bodies are asked for', async () => {
  const writer = CaseWriter.open(':memory:');
  const facts = Array.from({length: BODIES}, (_, index) =>
    spanFact({spanId: `s${index}`, output: textOf(index)}),
  );
  await ingest(writer, {text: 'x', facts});
  const rows = writer.db.prepare('SELECT id, text FROM body ORDER BY id').raw().all();
  const stored = new Map(rows as [number, string][]);
  expect([...stored.values()]).toEqual(facts.map((_, index) => textOf(index)));

  const bodies = new CaseBodies(writer.db);
  const ids = [...stored.keys()];
  const shuffled = ids.map((_, at) => ids[(at * 1237) % ids.length] ?? 0);
  // Lanes dealt out in turn: each look is far from the one before.
  const dealt = ids.map((_, at) => ids[(at % 4) * (ids.length / 4) + Math.floor(at / 4)] ?? 0);
  for (const order of [ids, ids.toReversed(), shuffled, dealt]) {
    for (const id of order) expect(bodies.text(id) === stored.get(id)).toBe(true);
  }
  for (const none of [-1, 0, BODIES + 1, BODIES + 40]) expect(bodies.text(none)).toBeUndefined();
  writer.close();
});
