import {chmodSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {analyze} from '../../src/analyze/analyze.js';
import type {Fact} from '../../src/model/facts.js';
import {toFindingId} from '../../src/model/ids.js';
import {CaseAnalysis} from '../../src/store/case-analysis.js';
import {CaseNotes} from '../../src/store/case-notes.js';
import {CaseReader} from '../../src/store/case-reader.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {tempDir} from '../helpers/temp-dir.js';
import {ingest, spanFact} from './memory-source.js';

const folder = tempDir();
const NOW_US = 1_700_000_000_000_000;

async function add(path: string, text: string, facts: readonly Fact[]): Promise<void> {
  const writer = CaseWriter.open(path);
  await ingest(writer, {path: `/logs/${text}.jsonl`, text, facts});
  await analyze(new CaseAnalysis(writer.db), {detectors: []});
  writer.close();
}

const crew: readonly Fact[] = [
  spanFact({spanId: 'root', kind: 'agent', name: 'crew', startUs: 100}),
  spanFact({spanId: 'a', parentId: 'root', name: 'look', startUs: 110}),
  spanFact({spanId: 'b', parentId: 'root', name: 'book', startUs: 120}),
  {
    kind: 'event',
    event: {
      traceId: 't1',
      spanId: 'root',
      kind: 'user-turn',
      name: 'user',
      timeUs: 115,
      text: 'go on',
    },
    at: {kind: 'bytes', offset: 77, length: 5, line: 9},
  },
];

test('notes stay with their span and event when steps move, and while the case is being read', async () => {
  const path = join(folder, 'case.db');
  await add(path, 'one', crew);
  const reader = CaseReader.open(path);
  const [run] = await reader.runs();
  const runId = run?.id ?? '';
  const notes = new CaseNotes(path, () => NOW_US);
  expect(notes.refusal).toBeUndefined();
  const steps = await reader.steps(runId, 0, 100);
  const find = (of: readonly {readonly name: string; readonly kind: string}[], name: string) =>
    of.findIndex((row) => row.name === name || row.kind === name);
  await notes.save(runId, {
    kind: 'add',
    step: find(steps, 'book'),
    isBookmark: false,
    text: "it's here \u001b[31m",
  });
  await notes.save(runId, {
    kind: 'add',
    step: find(steps, 'user-turn'),
    isBookmark: true,
    text: '',
  });
  const before = await reader.notes(runId);
  expect(before.notes).toMatchObject([
    {step: find(steps, 'user-turn'), isBookmark: true, text: ''},
    {step: find(steps, 'book'), isBookmark: false, text: "it's here \u001b[31m", madeUs: NOW_US},
  ]);
  await reader.close();

  // Data arrives that comes before all of it: every step moves.
  await add(path, 'two', [
    spanFact({spanId: 'early', parentId: 'root', name: 'early', startUs: 101}),
    spanFact({spanId: 'earlier', parentId: 'root', name: 'earlier', startUs: 102}),
  ]);
  const again = CaseReader.open(path);
  const moved = await again.steps(runId, 0, 100);
  expect(moved).toHaveLength(steps.length + 2);
  const after = await again.notes(runId);
  expect(after.notes.map(({step}) => step)).toEqual([
    find(moved, 'user-turn'),
    find(moved, 'book'),
  ]);
  expect(find(moved, 'book')).toBe(find(steps, 'book') + 2);

  await notes.save(runId, {kind: 'remove', noteId: after.notes[0]?.id ?? -1});
  expect((await again.notes(runId)).notes).toHaveLength(1);
  await again.close();
  // One file is left behind, and no journal of ours.
  expect(readFileSync(path).length).toBeGreaterThan(0);
});

test('a case that may not be written says so instead of failing', async () => {
  const path = join(folder, 'shut.db');
  await add(path, 'one', crew);
  chmodSync(path, 0o400);
  const notes = new CaseNotes(path, () => NOW_US);
  // A superuser may write everything.
  if (process.getuid?.() === 0) return;
  expect(notes.refusal).toBe('the case is read-only: nothing can be kept in it');
  const triage = {kind: 'untriage', findingId: toFindingId('x')} as const;
  await expect(notes.save('run', triage)).rejects.toThrow('read-only');
});
