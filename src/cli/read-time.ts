import {UserError} from '../model/user-error.js';
import {visible} from '../text/visible.js';
import {readText, type Arguments} from './arguments.js';

/** A day or a time; without a zone it is UTC, as all times here. */
const TIME =
  /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** An option that is a time, in microseconds since 1970. @throws UserError for anything else. */
export function readTimeUs(args: Arguments, name: string): number | undefined {
  const text = readText(args, name);
  if (text === undefined) return undefined;
  const found = TIME.exec(text);
  const iso = text.replace(' ', 'T');
  const timeMs = Date.parse(found?.[1] === undefined && iso.length > 10 ? `${iso}Z` : iso);
  if (found !== null && Number.isFinite(timeMs)) return timeMs * 1000;
  throw new UserError(`--${name} is ${visible(text)}, expected a time such as 2026-03-03T02:44`);
}
