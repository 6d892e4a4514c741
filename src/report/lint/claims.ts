import type {Group, LintDocument, Part, Unit} from './document.js';
import {findMoney} from './money.js';
import {FILL} from './rules/to-fill.js';

/** Parts whose lines are no claims about what happened. */
const NO_CLAIMS: ReadonlySet<Part | undefined> = new Set(['actions', 'unknown', 'appendix']);

/** A count or a measure of something: `41 calls`, `10 million tokens`, `3m 08s`, `82%`. */
const MEASURE =
  /(?<![\p{Script=Latin}\d.:_#/-])(?<!\bT\s?\+)\d[\d,.]*(?:\s?(?:k|M|G|B|bn|million|billion|thousand|hundred))?(?:\s?%(?!\s(?:sure|certain|confident|clear)\b)|\s?(?:ms|s|m|h|min|kB|MB|GB|TB|x)\b|[\s-](?:times|percent|\p{L}\p{Ll}{2,})|(?![年月日])[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}])/gu;
/** Numbers that name something instead of counting it. */
const NAMING =
  /(?:\b(?:section|step|steps|version|hypothesis|figure|table|phase|day|week|page|line|rule|severity|priority|sev|level|part|item|chapter|node|python|java|windows|ubuntu|postgres|http|status|gpt|claude|gemini|llama|mistral|qwen|opus|sonnet|haiku|number|no|nr)\.?\s?-?|v)$/i;

/** A claim of one paragraph, item or row, with the prose that makes it. */
export interface Claim {
  readonly group: Group;
  readonly units: readonly Unit[];
  readonly unit: Unit;
  /** Place of the number in the unit's text. */
  readonly at: number;
  readonly length: number;
}

export function groupUnits({units}: LintDocument): ReadonlyMap<number, readonly Unit[]> {
  const byGroup = new Map<number, Unit[]>();
  for (const unit of units) {
    const own = byGroup.get(unit.group.id);
    if (own === undefined) byGroup.set(unit.group.id, [unit]);
    else own.push(unit);
  }
  return byGroup;
}

/** Lines that say how much: one a paragraph, item or row. */
export function* findClaims(document: LintDocument): Generator<Claim> {
  for (const units of groupUnits(document).values()) {
    const [first] = units;
    if (first === undefined || first.kind === 'heading') continue;
    const {group, section} = first;
    if (group.kind === 'table-head' || section === undefined || NO_CLAIMS.has(section.part))
      continue;
    for (const unit of units) {
      const measure = findMeasure(unit.text);
      if (measure === undefined) continue;
      yield {group, units, unit, ...measure};
      break;
    }
  }
}

export function findMeasure(
  text: string,
): {readonly at: number; readonly length: number} | undefined {
  for (const match of hideMoney(text).matchAll(MEASURE)) {
    const at = match.index;
    if (NAMING.test(text.slice(Math.max(0, at - 14), at)) || isDate(text, at)) continue;
    return {at, length: match[0].length};
  }
  return undefined;
}

/** An amount of money is a problem of its own, and no measure. */
function hideMoney(text: string): string {
  let shown = text;
  for (const {0: found, index} of findMoney(text)) {
    shown = shown.slice(0, index) + ' '.repeat(found.length) + shown.slice(index + found.length);
  }
  return shown;
}

const MONTH =
  /^\d{1,2}(?:st|nd|rd|th)?[\s-](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|^(?:19|20)\d\d\b/i;

function isDate(text: string, at: number): boolean {
  return MONTH.test(text.slice(at, at + 20));
}

export function isToFill(units: readonly Unit[]): boolean {
  return units.some(({text}) => text.search(FILL) >= 0);
}

/** Prose of a part, headings left out. */
export function proseOf({units}: LintDocument, part: Part): readonly Unit[] {
  return units.filter(({kind, section}) => kind !== 'heading' && section?.part === part);
}

/** A part as it stands in the file, code and all; comments left out. */
export function sourceOf({source, sections}: LintDocument, part: Part): string {
  return sections
    .map((section, place) => {
      if (section.part !== part) return '';
      const end = sections[place + 1]?.place.offset ?? source.length;
      return source.slice(section.place.offset, end).replaceAll(/<!--.*?-->/gs, '');
    })
    .join('\n');
}

/** A document that reports that nothing broke has no parts to miss. */
export function isNoIncident({sections}: LintDocument): boolean {
  return /\bno incident\b/i.test(sections[0]?.heading ?? '');
}
