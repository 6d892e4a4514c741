import {gatherActions} from '../action-items.js';
import {hasNeed, NEEDS} from '../action-needs.js';
import {isNoIncident, isToFill} from '../claims.js';
import {locate, type Hit, type LintContext, type LintRule} from '../lint-rule.js';
import {missing} from './part-impact.js';

export const rule: LintRule = {
  id: 'part/actions',
  severity: 'critical',
  title: 'an action item without owner, date or test',
  reason: 'what nobody owns is not done, and what has no test is never known to be done',
  better: 'give each item an owner, a date, and "done when" with a test that can be run',
  *check(context: LintContext): Generator<Hit> {
    const {document} = context;
    if (isNoIncident(document)) return;
    const section = document.sections.find(({part}) => part === 'actions');
    if (section === undefined) {
      yield missing(document, 'no section lists action items');
      return;
    }
    const items = gatherActions(document);
    for (const units of items) {
      const [first] = units;
      // What is still to be filled in is reported as that, once.
      if (first === undefined || isToFill(first.kind === 'cell' ? [first] : units)) continue;
      const lacking = NEEDS.filter((need) => !hasNeed(document, units, need));
      if (lacking.length === 0) continue;
      yield {
        ...locate(first, 0, Math.max(1, first.text.length)),
        message: `the action item lacks ${joinWords(lacking.map(({name}) => name))}`,
      };
    }
    if (items.length === 0) {
      const from = section.place.offset;
      yield {from, to: from + section.heading.length, message: 'the section has no action item'};
    }
  },
};

function joinWords(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
