import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parseCondition} from '../../../src/replay/condition/parse-condition.js';

const read = (text: string): unknown => {
  const parsed = parseCondition(text);
  return parsed.kind === 'ok' ? parsed.condition : parsed.message;
};

test('words, comparisons and units', () => {
  expect(read('error')).toEqual({kind: 'flag', flag: 'error'});
  expect(read('Tool=Search*')).toEqual({
    kind: 'text',
    field: 'tool',
    contains: false,
    isNegated: false,
    value: 'search*',
  });
  expect(read('tokens > 20k')).toEqual({
    kind: 'number',
    field: 'tokens',
    comparison: '>',
    value: 20_000,
  });
  expect(read('duration>=300ms')).toMatchObject({field: 'duration', value: 300_000});
  expect(read('duration<2')).toMatchObject({value: 2_000_000});
  expect(read('context>1.5M')).toMatchObject({value: 1_500_000});
  expect(read('text~"rate \\"limit\\""')).toMatchObject({field: 'text', value: 'rate "limit"'});
  expect(read('"rate limit"')).toMatchObject({field: 'text', contains: true});
  expect(read('agent!=coder')).toMatchObject({field: 'agent', isNegated: true});
});

test('and binds closer than or, not closest; beside each other means and', () => {
  expect(read('error or write and not ok')).toEqual({
    kind: 'any',
    of: [
      {kind: 'flag', flag: 'error'},
      {
        kind: 'all',
        of: [
          {kind: 'flag', flag: 'write'},
          {kind: 'not', of: {kind: 'flag', flag: 'ok'}},
        ],
      },
    ],
  });
  expect(read('error (write or handoff)')).toMatchObject({kind: 'all'});
});

test('what is wrong is said with its place', () => {
  expect(read('')).toBe('a condition is missing (at character 1)');
  expect(read('tool=')).toBe('a value is missing after = (at character 6)');
  expect(read('depth~3')).toBe('depth takes = != > >= < <= (at character 6)');
  expect(read('depth>x')).toBe('"x" is no number for depth (at character 7)');
  expect(read('error)')).toBe('")" was not expected (at character 6)');
  expect(read('(error')).toBe('a ) is missing (at character 7)');
  expect(read('eror')).toMatch(/^"eror" is none of error ok /);
  expect(read(`${'('.repeat(100)}error`)).toMatch(/nested too deep|is missing/);
});

test('no input throws', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(['ok', 'wrong']).toContain(parseCondition(text).kind);
    }),
  );
  const word = fc.constantFrom('(', ')', 'not', 'and', 'or', 'error', 'tool', '=', '~', '"x"', '3');
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(['ok', 'wrong']).toContain(parseCondition(words.join(' ')).kind);
    }),
  );
});
