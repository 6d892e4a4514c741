import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parseCondition} from '../../../src/replay/condition/parse-condition.js';
import {matches, matchesPattern, type StepFacts} from '../../../src/replay/condition/matches.js';

function holds(text: string, facts: Partial<StepFacts>): boolean {
  const parsed = parseCondition(text);
  if (parsed.kind === 'wrong') throw new Error(parsed.message);
  return matches(parsed.condition, {
    text: (field) => ({tool: 'Search_Flights', agent: 'Planner', kind: 'tool'})[field],
    number: (field) =>
      ({depth: 3, tokens: NaN, step: 7, lane: 0, context: 900, repeat: 2, duration: 5e6})[field],
    flag: (flag) => flag === 'error',
    rules: () => ['loop/cycle'],
    holdsText: () => false,
    sameCall: () => 12,
    ...facts,
  });
}

test('fields are compared without regard to case; what is not told matches no comparison', () => {
  expect(holds('tool=search_flights', {})).toBe(true);
  expect(holds('tool=search', {})).toBe(false);
  expect(holds('tool=search*', {})).toBe(true);
  expect(holds('tool~flights', {})).toBe(true);
  expect(holds('agent!=planner', {})).toBe(false);
  expect(holds('rule=loop/*', {})).toBe(true);
  expect(holds('tokens>1', {})).toBe(false);
  expect(holds('tokens<1', {})).toBe(false);
  expect(holds('tokens!=1', {})).toBe(false);
  expect(holds('duration>=5s', {})).toBe(true);
  expect(holds('error and depth=3 and not write', {})).toBe(true);
  expect(holds('(ok or write) error', {})).toBe(false);
});

test('bodies are looked into only where the rest already holds', () => {
  let looked = 0;
  const holdsText = (): boolean => {
    looked += 1;
    return true;
  };
  expect(holds('text~"x" and depth>9', {holdsText})).toBe(false);
  expect(holds('text~"x" or error', {holdsText})).toBe(true);
  expect(looked).toBe(0);
  expect(holds('text~"x" depth=3', {holdsText})).toBe(true);
  expect(looked).toBe(1);
});

/** The slow twin: tries every way to spread the text over the stars. */
function slowPattern(text: string, pattern: string): boolean {
  if (pattern === '') return text === '';
  if (pattern.startsWith('*')) {
    for (let at = 0; at <= text.length; at += 1)
      if (slowPattern(text.slice(at), pattern.slice(1))) return true;
    return false;
  }
  return text[0] === pattern[0] && text !== '' && slowPattern(text.slice(1), pattern.slice(1));
}

test('patterns with stars agree with trying every way', () => {
  const letters = fc.string({unit: fc.constantFrom('a', 'b'), maxLength: 8});
  const stars = fc.string({unit: fc.constantFrom('a', 'b', '*'), maxLength: 6});
  fc.assert(
    fc.property(letters, stars, (text, pattern) => {
      expect(matchesPattern(text, pattern)).toBe(slowPattern(text, pattern));
    }),
    {numRuns: 500},
  );
});
