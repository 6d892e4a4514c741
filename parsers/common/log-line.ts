import {isObject} from '../api.js';
import type {JsonObject} from '../api.js';
import {parseJsonText} from './json-text.js';
import {isoToUs} from './time.js';
import type {IsoTime} from './time.js';

const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?/;
/** Characters in front of the JSON that a logging formatter may write. */
const MAX_PREFIX = 400;

/** A JSON object behind the prefix of a logging formatter; the time of the prefix, if it has one. */
export function readLogLine(
  text: string,
): {readonly value: JsonObject; readonly time: IsoTime | undefined} | undefined {
  const open = text.indexOf('{');
  if (open < 0 || open > MAX_PREFIX || !text.trimEnd().endsWith('}')) return undefined;
  const value = parseJsonText(text.slice(open));
  if (value === undefined || !isObject(value)) return undefined;
  const time = TIME.exec(text.slice(0, open));
  return {value, time: time === null ? undefined : isoToUs(time[0])};
}
