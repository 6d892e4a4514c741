import {visible} from '../../text/visible.js';
import type {RunIndex} from '../view/run-index.js';

/** Longest name in a title. */
const MAX_NAME = 40;
/** Names of a lap that are spelled out. */
const MAX_NAMES = 4;

/** A tool's or agent's name, safe and short, in backticks. */
export function quoteName(name: string): string {
  const safe = visible(name.length > MAX_NAME ? `${name.slice(0, MAX_NAME - 1)}…` : name);
  return `\`${safe.replaceAll('`', "'")}\``;
}

export function quoteTool(index: RunIndex, step: number): string {
  return quoteName(index.reader.name(step));
}

/** Names of a lap in order: `a`, `b` and 3 more. */
export function quoteLap(index: RunIndex, lap: readonly number[]): string {
  const names = lap.slice(0, MAX_NAMES).map((step) => quoteTool(index, step));
  const rest = lap.length - names.length;
  if (rest > 0) return `${names.join(', ')} and ${rest} more`;
  const last = names.pop() ?? '';
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** "once", "twice", "41 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
