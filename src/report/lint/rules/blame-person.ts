import {locate, type Hit, type LintRule} from '../lint-rule.js';
import {isName, NAME, PRONOUN, ROLE} from '../people.js';
import type {Unit} from '../document.js';

const WHO = `(?:${ROLE}|${PRONOUN})`;
const KNOW =
  '(?:known(?: better)?|noticed|checked|caught|seen|tested|read|realised|realized|spotted|verified|reviewed|asked|paid|stopped|thought|double-checked|followed|been more careful|been paying)';
const HARM =
  '(?:caused|broke|wrecked|messed up|screwed up|ruined|botched|bungled|fouled up|blew up|rubber-stamped|took down|brought down|is to blame|was to blame|were to blame|is at fault|was at fault|were at fault|let (?:this|it|that) happen|got (?:it|this|that) wrong|(?:was|were) not (?:careful|thorough|diligent) enough|knew better)';
const LAPSE =
  "(?:forgot|neglected|failed|did(?:n['’]t| not) (?:bother|care|think|pay attention)|was too (?:lazy|careless|busy)|ignored|overlooked|made (?:a|an|the) (?:\\w+ )?(?:mistake|error|blunder))";
const FAULT =
  '(?:mistake|error|fault|negligence|carelessness|oversight|blunder|incompetence|failure|sloppiness)s?';

/** A person as the subject, by role or pronoun. */
const BY_ROLE = new RegExp(
  [
    `\\b${WHO} (?:really |simply |clearly )?(?:should(?:n['’]t| not)?|ought to|could (?:easily|simply)) have ${KNOW}\\b`,
    `\\b${WHO} ${HARM}\\b`,
    `\\b(?:${ROLE}|some(?:body|one)(?: \\w+){0,5}?) ${LAPSE}\\b`,
    `\\bhad ${WHO} (?:only |just )?${KNOW}\\b`,
    `\\bif (?:only )?${WHO} had (?:only |just )?${KNOW}\\b`,
    `\\b(?:he|she|you|they) ${LAPSE}\\b`,
    `\\b${ROLE}['’]s? ${FAULT}\\b`,
    `\\b${WHO} (?:needs? to|has to|have to|must|should) (?:really )?(?:pay (?:more |better |closer )?attention|be (?:more|far more|much more) (?:careful|diligent|vigilant|attentive)|try harder|take more care)\\b`,
    "\\bwhoever (?:\\w+ ){1,8}?(?:did(?:n['’]t| not)|never|should|forgot|failed|clearly|obviously)\\b",
    '\\bpeople make mistakes\\b',
    `\\b(?:his|her|your) (?:own )?${FAULT}\\b`,
    `\\b(?:caused|triggered|introduced) by (?:a |an |the )?(?:careless(?:ness)?|${ROLE})\\b`,
    `\\b(?:fault|mistake|negligence) of (?:${ROLE}|his|her)\\b`,
  ].join('|'),
  'gi',
);
/** A person by name: case tells it, so these are not folded. */
const BY_NAME = new RegExp(
  [
    `\\b(${NAME}) (?:really |simply |clearly )?(?:should(?:n['’]t| not)?|ought to|could (?:easily|simply)) have ${KNOW}\\b`,
    `\\b(${NAME}) ${HARM}\\b`,
    `\\b(${NAME}) ${LAPSE}\\b`,
    `\\b[Hh]ad (${NAME}) (?:only |just )?${KNOW}\\b`,
    `\\b[Ii]f (?:only )?(${NAME}) had (?:only |just )?${KNOW}\\b`,
    `\\b(${NAME})['’]s ${FAULT}\\b`,
    `\\b(?:caused|introduced) by (${NAME})(?=[.,;:!?]|$| who\\b)`,
    `\\b[Ff]ault of (${NAME})\\b`,
  ].join('|'),
  'g',
);
/** Words that judge whoever they are about. */
const JUDGING =
  /\b(?:human error|operator error|user error|pilot error|careless(?:ly|ness)?|negligen(?:t|tly|ce)|incompeten(?:t|tly|ce|cy)|laz(?:y|ily|iness)|sloppy|sloppi(?:ly|ness)|reckless(?:ly|ness)?|stupid(?:ly|ity)?|foolish(?:ly|ness)?|idiot(?:ic|s)?|complacen(?:t|cy)|asleep at the wheel|dropped the ball|(?:poor|bad|lapse (?:in|of)|error (?:in|of)) judge?ment|lack of (?:care|attention|diligence|discipline|competence)|skill issue|inexcusable|finger[- ]pointing)\b/gi;

export const rule: LintRule = {
  id: 'wording/blame-person',
  severity: 'warning',
  title: 'blame of a person',
  reason: 'people act on what the system shows and allows; blame hides what to change',
  better: 'say what the system allowed, showed or lacked at that moment, with evidence',
  *check(context) {
    for (const unit of context.document.units) {
      const seen: {readonly from: number; readonly to: number}[] = [];
      for (const hit of findBlame(unit)) {
        if (seen.some(({from, to}) => hit.from < to && from < hit.to)) continue;
        seen.push(hit);
        yield hit;
      }
    }
  },
};

function* findBlame(unit: Unit): Generator<Hit> {
  for (const match of unit.text.matchAll(BY_ROLE)) yield toHit(unit, match);
  for (const match of unit.text.matchAll(BY_NAME)) {
    const name = match.slice(1).find(Boolean) ?? '';
    if (isName(name)) yield toHit(unit, match);
  }
  for (const match of unit.text.matchAll(JUDGING)) yield toHit(unit, match);
}

function toHit(unit: Unit, match: RegExpExecArray): Hit {
  const [found] = match;
  return {
    ...locate(unit, match.index, found.length),
    message: `"${found}" blames a person`,
  };
}
