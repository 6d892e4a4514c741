import {UserError} from '../model/user-error.js';
import {visible} from '../text/visible.js';
import {readText, type Arguments} from './arguments.js';

/** A day or a time; without a zone it is UTC, as all times here. */
const TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

const AGE_US: ReadonlyMap<string, number> = new Map([
  ['h', 3_600e6],
  ['d', 86_400e6],
  ['w', 7 * 86_400e6],
]);

/**
 * An option that is a time, in microseconds since 1970; where a command has a point to count back from, also
 * an age: `36h`, `7d`, `2w`.
 *
 * @throws UserError for anything else.
 */
export function readTimeUs(args: Arguments, name: string, fromUs?: number): number | undefined {
  const text = readText(args, name);
  if (text === undefined) return undefined;
  const age = fromUs === undefined ? null : /^(\d{1,6})([hdw])$/.exec(text);
  if (fromUs !== undefined && age !== null) {
    return fromUs - Number(age[1]) * (AGE_US.get(age[2] ?? '') ?? 0);
  }
  const found = TIME.exec(text);
  const iso = text.replace(' ', 'T');
  const timeMs = Date.parse(found?.[1] === undefined && iso.length > 10 ? `${iso}Z` : iso);
  if (found !== null && Number.isFinite(timeMs)) return timeMs * 1000;
  throw new UserError(
    `--${name} is ${visible(text)}, expected a time such as 2026-03-03T02:44${fromUs === undefined ? '' : ', or an age such as 7d'}`,
  );
}
