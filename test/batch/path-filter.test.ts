import {expect, test} from '@jest/globals';
import {buildPathFilter, splitPatterns} from '../../src/batch/path-filter.js';

const files = [
  '.hidden/a.jsonl',
  'a.jsonl',
  'a.jsonl.gz',
  'b+c(1).json',
  'deep/er/run.jsonl',
  'tmp/x.jsonl',
  'tmpfile',
];
const choose = (include: string, exclude = ''): readonly string[] =>
  files.filter(buildPathFilter({include: splitPatterns(include), exclude: splitPatterns(exclude)}));

test('patterns choose by name at any depth, by path, by folder', () => {
  expect(choose('')).toEqual(files);
  expect(choose('*.jsonl')).toEqual([
    '.hidden/a.jsonl',
    'a.jsonl',
    'deep/er/run.jsonl',
    'tmp/x.jsonl',
  ]);
  expect(choose('*.{jsonl,json}', 'tmp/**, deep')).toEqual([
    '.hidden/a.jsonl',
    'a.jsonl',
    'b+c(1).json',
  ]);
  expect(choose('deep/**/run.jsonl,tmp/')).toEqual(['deep/er/run.jsonl', 'tmp/x.jsonl']);
  expect(choose('?.jsonl,b+c(1).json')).toEqual([
    '.hidden/a.jsonl',
    'a.jsonl',
    'b+c(1).json',
    'tmp/x.jsonl',
  ]);
  expect(choose('./tmp/*')).toEqual(['tmp/x.jsonl']);
  expect(choose('{')).toEqual([]);
});

test('a pattern that would cost a backtracking matcher ages costs nothing', () => {
  const filter = buildPathFilter({include: [`${'*a'.repeat(30)}b`], exclude: []});
  expect(filter('a'.repeat(4000))).toBe(false);
});
