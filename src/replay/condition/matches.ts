import {assertNever} from '../../model/assert.js';
import type {Comparison, Condition, Flag, NumberField, TextField} from './condition.js';

/** One step as a condition sees it. Getters, so that a store reads only the columns that are asked for. */
export interface StepFacts {
  text(field: Exclude<TextField, 'text' | 'rule'>): string;
  /** NaN where the log does not tell: no comparison holds then. Steps count from 1, as people do. */
  number(field: NumberField): number;
  flag(flag: Flag): boolean;
  /** Rules of the findings that cover the step. */
  rules(): readonly string[];
  /** Whether a part of its arguments, result or messages holds the text (in lower case). May be dear. */
  holdsText(part: string): boolean;
  sameCall(): number;
}

/** Cheap parts are asked before dear ones, whatever the order in which a person typed them. */
export function matches(condition: Condition, step: StepFacts): boolean {
  switch (condition.kind) {
    case 'all':
      return (
        condition.of.every((part) => isDear(part) || matches(part, step)) &&
        condition.of.every((part) => !isDear(part) || matches(part, step))
      );
    case 'any':
      return (
        condition.of.some((part) => !isDear(part) && matches(part, step)) ||
        condition.of.some((part) => isDear(part) && matches(part, step))
      );
    case 'not':
      return !matches(condition.of, step);
    case 'flag':
      return step.flag(condition.flag);
    case 'text':
      return matchesText(condition, step) !== condition.isNegated;
    case 'number':
      return compare(step.number(condition.field), condition.comparison, condition.value);
    case 'same-call': {
      const {call, lane} = condition;
      return step.sameCall() === call && (lane === undefined || step.number('lane') === lane);
    }
    default:
      return assertNever(condition);
  }
}

/** Does it need bodies? */
export function isDear(condition: Condition): boolean {
  switch (condition.kind) {
    case 'all':
    case 'any':
      return condition.of.some(isDear);
    case 'not':
      return isDear(condition.of);
    case 'text':
      return condition.field === 'text';
    case 'flag':
    case 'number':
    case 'same-call':
      return false;
    default:
      return assertNever(condition);
  }
}

/** The texts that are looked for in bodies. */
export function listTexts(condition: Condition): readonly string[] {
  const texts: string[] = [];
  const open: Condition[] = [condition];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    if (part.kind === 'all' || part.kind === 'any') open.push(...part.of);
    else if (part.kind === 'not') open.push(part.of);
    else if (part.kind === 'text' && part.field === 'text') texts.push(part.value);
  }
  return texts;
}

function matchesText(
  {field, contains, value}: Extract<Condition, {kind: 'text'}>,
  step: StepFacts,
): boolean {
  if (field === 'text') return step.holdsText(value);
  const isMatch = contains
    ? (text: string) => text.includes(value)
    : (text: string) => matchesPattern(text, value);
  if (field === 'rule') return step.rules().some((rule) => isMatch(rule.toLowerCase()));
  return isMatch(step.text(field).toLowerCase());
}

/** `*` stands for any characters. Linear: the pieces are looked for from left to right. */
export function matchesPattern(text: string, pattern: string): boolean {
  const pieces = pattern.split('*');
  const first = pieces[0] ?? '';
  if (pieces.length === 1) return text === pattern;
  const last = pieces.at(-1) ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.length - last.length >= at && text.endsWith(last);
}

function compare(left: number, comparison: Comparison, right: number): boolean {
  switch (comparison) {
    case '=':
      return left === right;
    case '!=':
      return !Number.isNaN(left) && left !== right;
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}
