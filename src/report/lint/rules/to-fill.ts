import type {Unit} from '../document.js';
import {locate, matchUnits, type LintContext, type LintRule} from '../lint-rule.js';

export const FILL = /\b(?:TO FILL|TBD|TBC|TODO|FIXME|N\/K)\b|_{3,}|\?{3,}/g;

export const rule: LintRule = {
  id: 'draft/to-fill',
  severity: 'info',
  title: 'a line that a person must fill',
  reason: 'the log does not tell it, and the reader needs it',
  better: 'fill it in, or say that it cannot be known and why',
  *check(context) {
    for (const {unit, match} of matchUnits(context, FILL)) {
      if (match[0] === 'TODO' && isStatus(context, unit)) continue;
      yield {
        ...locate(unit, match.index, match[0].length),
        message: 'this line is still to be filled in',
      };
    }
  },
};

/** `Bug 5554823 TODO`: how far an item is, in the column for that. */
function isStatus({document}: LintContext, {group, column}: Unit): boolean {
  const heads = group.table === undefined ? undefined : document.tableHeads.get(group.table);
  return /\b(?:status|state|progress|bugs?|tickets?|issues?)\b/.test(heads?.[column ?? -1] ?? '');
}
