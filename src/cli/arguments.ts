import {UserError} from '../model/user-error.js';
import {visible} from '../text/visible.js';

/** What was typed, after yargs: looked at only through the readers below. */
export type Arguments = Readonly<Record<string, unknown>>;

/** An option that is given twice has the value it was given last, as in most shells' tools. */
function readLast(args: Arguments, name: string): unknown {
  const value = args[name];
  return Array.isArray(value) ? (value as readonly unknown[]).at(-1) : value;
}

export function readFlag(args: Arguments, name: string): boolean {
  return readLast(args, name) === true;
}

export function readText(args: Arguments, name: string): string | undefined {
  const value = readLast(args, name);
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function readTexts(args: Arguments, name: string): readonly string[] {
  const value = args[name];
  if (!Array.isArray(value)) return [];
  return value.filter((item): item is string => typeof item === 'string');
}

/** @throws UserError unless it is a whole number of at least `least`. */
export function readCount(args: Arguments, name: string, least: number): number | undefined {
  const text = readLast(args, name);
  if (text === undefined) return undefined;
  const count = typeof text === 'string' && /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isSafeInteger(count) && count >= least) return count;
  const given = typeof text === 'string' ? visible(text) : 'something else';
  throw new UserError(`--${name} is ${given}, expected a whole number of ${least} or more`);
}
