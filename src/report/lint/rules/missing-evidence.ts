import {findClaims, isToFill, proseOf} from '../claims.js';
import {locate, type Hit, type LintRule} from '../lint-rule.js';
import {CLOCK} from './part-timeline.js';

export const rule: LintRule = {
  id: 'part/evidence',
  severity: 'warning',
  title: 'a claim without evidence',
  reason:
    'a number that nobody can follow to the log cannot be checked, and is not corrected when it is wrong',
  better: 'cite it: [E12] of the draft, a link, or the id of a span',
  *check({document}): Generator<Hit> {
    const seen = new Set<number>();
    for (const {group, units, unit, at, length} of findClaims(document)) {
      seen.add(group.id);
      if (group.cites.length > 0 || group.hasOtherEvidence || isToFill(units)) continue;
      const found = unit.text.slice(at, at + length);
      yield {
        ...locate(unit, at, length),
        message: `"${found.trim()}" is stated without evidence`,
      };
    }
    for (const unit of proseOf(document, 'timeline')) {
      const {group} = unit;
      if (seen.has(group.id) || group.kind === 'table-head') continue;
      const clock = CLOCK.exec(unit.text);
      if (clock === null) continue;
      seen.add(group.id);
      if (group.cites.length > 0 || group.hasOtherEvidence) continue;
      yield {
        ...locate(unit, clock.index, clock[0].length),
        message: `what happened at ${clock[0]} is stated without evidence`,
      };
    }
  },
};
