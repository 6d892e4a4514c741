import {expect, test} from '@jest/globals';
import {
  buildFindingIndex,
  coversStep,
  findNextFinding,
  lapOf,
} from '../../src/replay/finding-index.js';
import type {StoredFinding} from '../../src/replay/reader.js';
import {createFakeReader} from '../helpers/fake-reader.js';

async function loop(laps: number): Promise<StoredFinding> {
  const reader = createFakeReader({steps: 1_000_000, loop: {from: 30, laps}});
  const [finding] = await reader.findings('run-1');
  if (finding === undefined) throw new Error('the fake loop is missing');
  return finding;
}

test('laps count from 1 by the period', async () => {
  const finding = await loop(10);
  expect([29, 30, 32, 33, 59, 60].map((step) => lapOf(finding, step))).toEqual([
    'outside',
    1,
    1,
    2,
    10,
    'outside',
  ]);
  expect(coversStep(finding, 45)).toBe(true);
  expect(coversStep(finding, 60)).toBe(false);
});

test('between the kept members and the last one the lap is unknown, not guessed', async () => {
  const finding = await loop(1000);
  expect(lapOf(finding, 30 + 1998)).toBe(667);
  expect(lapOf(finding, 30 + 2500)).toBeUndefined();
  expect(lapOf(finding, 30 + 2999)).toBe(1000);
  expect(coversStep(finding, 30 + 2500)).toBe(true);
});

test('jumps go by first step, one by one through those that begin together', async () => {
  const base = await loop(10);
  const make = (
    id: string,
    firstStep: number,
    severity: StoredFinding['severity'],
  ): StoredFinding => ({...base, id: id as StoredFinding['id'], firstStep, severity});
  const index = buildFindingIndex([
    make('a', 30, 'info'),
    make('b', 30, 'critical'),
    make('c', 99, 'warning'),
  ]);
  expect(index.worstFirst.map((finding) => finding.id)).toEqual(['b', 'c', 'a']);
  const next = (step: number, chosen: string | undefined, forward = true): string | undefined =>
    findNextFinding(index, {step, chosen}, forward)?.id;
  expect(next(0, undefined)).toBe('b');
  expect(next(30, 'b')).toBe('a');
  expect(next(30, 'a')).toBe('c');
  expect(next(99, 'c')).toBeUndefined();
  expect(next(99, 'c', false)).toBe('a');
  expect(next(50, 'b', false)).toBe('a');
});
