import {findMeasure, isNoIncident, proseOf} from '../claims.js';
import type {LintDocument, Part} from '../document.js';
import type {Hit, LintRule} from '../lint-rule.js';

const LATER: ReadonlySet<Part | undefined> = new Set([
  'timeline',
  'cause',
  'governance',
  'resources',
  'guards',
  'actions',
]);

export const rule: LintRule = {
  id: 'part/impact',
  severity: 'critical',
  title: 'no impact in numbers at the top',
  reason: 'who reads the first lines must know what broke and how much; feelings do not tell it',
  better:
    'begin with a section on the impact: duration, calls, tokens, failed calls, things changed, users affected',
  *check({document}): Generator<Hit> {
    if (isNoIncident(document)) return;
    const section = document.sections.find(({part}) => part === 'impact');
    if (section === undefined) {
      yield missing(document, 'no section says what the impact was');
      return;
    }
    const at = {from: section.place.offset, to: section.place.offset + section.heading.length};
    if (!proseOf(document, 'impact').some(({text}) => findMeasure(text) !== undefined)) {
      yield {...at, message: 'the impact is told without a number'};
    }
    const earlier = document.sections.find(({part}) => LATER.has(part));
    if (earlier !== undefined && earlier.place.offset < section.place.offset) {
      yield {...at, message: `the impact comes after "${earlier.heading.slice(0, 60)}"`};
    }
  },
};

/** What is not there is reported at the top of the document. */
export function missing(document: LintDocument, message: string): Hit {
  const first = document.sections[0]?.place.offset ?? 0;
  return {from: first, to: first + 1, message};
}
