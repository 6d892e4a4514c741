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

/** Names of a lap in order: `a`, `b` and 3 more. Neighbours of one name: `a` (3 different calls). */
export function quoteLap(index: RunIndex, lap: readonly number[]): string {
  const groups: {name: string; calls: number}[] = [];
  for (const step of lap) {
    const name = quoteTool(index, step);
    const last = groups.at(-1);
    if (last?.name === name) last.calls++;
    else groups.push({name, calls: 1});
  }
  const shown = groups
    .slice(0, MAX_NAMES)
    .map(({name, calls}) => (calls === 1 ? name : `${name} (${calls} different calls)`));
  const rest = groups.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.pop() ?? '';
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** "once", "twice", "41 times". */
export function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`;
}
