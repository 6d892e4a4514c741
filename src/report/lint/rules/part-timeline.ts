import {isNoIncident, proseOf, sourceOf} from '../claims.js';
import {locate, type Hit, type LintRule} from '../lint-rule.js';
import {missing} from './part-impact.js';

export const CLOCK = /(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?![\d:])/;
const UTC = /\b(?:UTC|GMT|Zulu)\b|\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?Z\b|[+-]00:?00\b/;
const OTHER_ZONE =
  /\d{1,2}:\d{2}(?::\d{2})?\s?(?:Uhr\s|[ap]\.?m\.?\s?|[AP]\.?M\.?\s?)?(?:PST|PDT|EST|EDT|CST|CDT|MST|MDT|CET|CEST|BST|IST|JST|AEST|AEDT|EET|EEST|WET|WEST|MSK|SGT|MEZ|MESZ|HNEC|HAEC|CLT|BRT|ART|KST|HKT|NZST|NZDT|ACST|AWST|PT|ET|CT|local(?: time)?)\b/;
/** A log may have no times, or not say of which zone: then the timeline says that. */
const NOT_KNOWN =
  /\bno times\b|\bnames no zone\b|\bzone (?:is )?(?:un|not )known\b|\bno timestamps\b/i;

export const rule: LintRule = {
  id: 'part/timeline',
  severity: 'critical',
  title: 'no timeline in UTC',
  reason: 'people in several zones and logs of several systems meet only in one clock',
  better:
    'list the events with their times in UTC, as 2026-03-03 02:44:45Z, each with its evidence',
  *check({document}): Generator<Hit> {
    if (isNoIncident(document)) return;
    const section = document.sections.find(({part}) => part === 'timeline');
    if (section === undefined) {
      yield missing(document, 'no section gives the timeline');
      return;
    }
    const units = proseOf(document, 'timeline');
    const heads = document.sections.filter(({part}) => part === 'timeline');
    const said = [...heads.map(({heading}) => heading), ...units.map(({text}) => text)];
    if (said.some((text) => NOT_KNOWN.test(text))) return;
    const at = {from: section.place.offset, to: section.place.offset + section.heading.length};
    // A time in code is one, too.
    const raw = sourceOf(document, 'timeline');
    if (!CLOCK.test(raw)) {
      yield {...at, message: 'the timeline has no times'};
      return;
    }
    const other = units.find(({text}) => OTHER_ZONE.test(text));
    if (other !== undefined) {
      const match = OTHER_ZONE.exec(other.text);
      const found = match?.[0] ?? '';
      yield {
        ...locate(other, match?.index ?? 0, found.length),
        message: `"${found}" is not in UTC`,
      };
    } else if (![...said, raw].some((text) => UTC.test(text))) {
      yield {...at, message: 'the times do not say that they are in UTC'};
    }
  },
};
