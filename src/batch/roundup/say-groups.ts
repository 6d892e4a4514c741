import {code, command, say, strong} from '../../report/draft/say.js';
import type {Inlines} from '../../report/draft/draft.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import type {RoundupBlock} from './document.js';
import type {GroupRow} from './roundup.js';
import {sayCount, sayMinute} from './say-numbers.js';

const MAX_GROUPS = 8;
/** Calls of a pattern that are told; the fleet view has them all. */
const MAX_CALLS = 3;
const MAX_CALL_CHARS = 70;

/** What broke: the ways in which runs failed, new ones first; and those that stopped. */
export function sayGroups(
  groups: readonly GroupRow[],
  hasHistory: boolean,
): readonly RoundupBlock[] {
  const now = groups.filter(({runs}) => runs > 0);
  const gone = groups.filter(({runs}) => runs === 0);
  if (groups.length === 0) return [{kind: 'paragraph', line: say`No run failed.`}];
  const blocks: RoundupBlock[] = [];
  if (now.length === 0) blocks.push({kind: 'paragraph', line: say`No run of this period failed.`});
  else {
    const items = now.slice(0, MAX_GROUPS).map((group) => sayGroup(group, hasHistory));
    blocks.push({kind: 'list', items});
  }
  const rest = now.length - MAX_GROUPS;
  if (rest > 0) {
    const line = say`And ${formatCountOf(rest, 'more group')}; ${command('fleet')} has them all.`;
    blocks.push({kind: 'paragraph', line});
  }
  if (gone.length > 0) {
    const names = gone.slice(0, MAX_GROUPS).flatMap(({id, rule}, at) => {
      return [...(at === 0 ? [] : say`, `), ...say`${code(rule)} ${code(id)}`];
    });
    const more =
      gone.length > MAX_GROUPS ? say` and ${formatCount(gone.length - MAX_GROUPS)} more` : say``;
    const line = say`${strong('Not seen any more:')} ${names}${more}.`;
    blocks.push({kind: 'paragraph', line});
  }
  return blocks;
}

function sayGroup(group: GroupRow, hasHistory: boolean): Inlines {
  const {id, rule, severity, calls, runs, runsBefore, firstUs, isNew} = group;
  const shown = calls.slice(0, MAX_CALLS).flatMap((call, at) => {
    const short = call.length > MAX_CALL_CHARS ? `${call.slice(0, MAX_CALL_CHARS - 1)}…` : call;
    return [...(at === 0 ? [] : say`, `), ...say`${code(short)}`];
  });
  const left = calls.length - MAX_CALLS;
  const more = left > 0 ? say` and ${formatCount(left)} more` : say``;
  const was = hasHistory ? say` after ${sayCount(runsBefore)}` : say``;
  const since = isNew ? say`first seen` : say`known since`;
  const news = isNew && hasHistory ? say`${strong('New:')} ` : say``;
  return say`${news}${code(rule)} (${severity}), ${formatCountOf(runs, 'run')}${was}, ${since} ${sayMinute(firstUs)}: ${shown}${more}; ${command(`fleet --group ${id}`)}`;
}
