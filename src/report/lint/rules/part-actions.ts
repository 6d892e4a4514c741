import {groupUnits, isNoIncident, isToFill} from '../claims.js';
import type {LintDocument, Unit} from '../document.js';
import {locate, type Hit, type LintContext, type LintRule} from '../lint-rule.js';
import {missing} from './part-impact.js';

interface Need {
  readonly name: string;
  /** Head of a table column that holds it. */
  readonly column: RegExp;
  /** Words of a line that holds it. */
  readonly inLine: RegExp;
}

const NEEDS: readonly Need[] = [
  {
    name: 'an owner',
    column: /\bowners?\b|\bassignee|\bwho\b|\bresponsible|\bdri\b/,
    inLine:
      /\b(?:owners?|assignee|assigned to|responsible|DRI)\b\s*[:=(]?\s*\S|(?<![\w.])@[\w-]+|\bowned by\b/i,
  },
  {
    name: 'a date',
    column: /\bdate\b|\bdue\b|\bdeadline|\bwhen\b|\beta\b|\bby\b/,
    inLine:
      /\b(?:19|20)\d\d-\d\d(?:-\d\d)?\b|\b\d{1,2}(?:st|nd|rd|th)?\s(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*|\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}\b|\bQ[1-4]\b|\b\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?\b|\b(?:by|before|due|until)\b[^.;]{0,20}\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\b(?:due|date|deadline)\s*:\s*\S/i,
  },
  {
    name: 'a test',
    column: /\bdone when|\btest|\bverif|\bcheck|\bproof|\baccept|\bmeasure|\bcriteri/,
    inLine:
      /\b(?:done when|done once|tests?:|tested by|verified (?:by|when|with)|verif(?:y|ication)\s*(?:by|:)|checked by|check:|acceptance|proved by|proof:|success (?:criteri(?:on|a)|measure))|\bmeasured by\b/i,
  },
];

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
    let items = 0;
    for (const units of groupUnits(document).values()) {
      const [first] = units;
      if (first?.section?.part !== 'actions') continue;
      const {kind} = first.group;
      if (kind !== 'item' && kind !== 'row') continue;
      items += 1;
      // What is still to be filled in is reported as that, once.
      if (isToFill(units)) continue;
      const lacking = NEEDS.filter((need) => !has(document, units, need)).map(({name}) => name);
      if (lacking.length === 0) continue;
      yield {
        ...locate(first, 0, Math.max(1, first.text.length)),
        message: `the action item lacks ${joinWords(lacking)}`,
      };
    }
    if (items === 0) {
      const from = section.place.offset;
      yield {from, to: from + section.heading.length, message: 'the section has no action item'};
    }
  },
};

function has(document: LintDocument, units: readonly Unit[], {column, inLine}: Need): boolean {
  const table = units[0]?.group.table;
  const heads = table === undefined ? undefined : document.tableHeads.get(table);
  if (heads !== undefined) {
    const place = heads.findIndex((head) => column.test(head));
    if (place >= 0) {
      const cell = units.find((unit) => unit.column === place)?.text.trim() ?? '';
      return cell !== '' && !/^[-–—?]+$/.test(cell);
    }
  }
  const text = units.map((unit) => unit.text).join(' ');
  return inLine.test(text);
}

function joinWords(words: readonly string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
