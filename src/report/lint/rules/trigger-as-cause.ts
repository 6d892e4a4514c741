import type {LintDocument, Unit} from '../document.js';
import {locate, splitSentences, type LintRule} from '../lint-rule.js';

/** Events that set something off. Taken away, the next one of their kind sets it off again. */
const TRIGGER =
  '(?:deploy(?:ment|s|ed)?|releases?|roll-?outs?|upgrades?|updates?|config(?:uration)? (?:change|push|update)s?|(?:prompt|schema|code|infrastructure|dns|feature flag) changes?|merges?|commits?|pull requests?|restarts?|reboots?|fail-?overs?|migrations?|(?:traffic |load |usage )?spikes?|surges?|(?:burst|increase|jump|rise) in (?:traffic|load|requests|usage)|(?:user|customer|malformed|bad|wrong|single|unusual|unexpected|ambiguous|large) (?:request|message|prompt|input|query|ticket|document|file|payload)s?|rate[- ]limit(?:s|ing|ed)?(?: errors?| responses?)?|429s?|5\\d\\ds?|time-?outs?|network (?:blips?|errors?|issues?|glitch(?:es)?|outages?)|(?:expired|revoked|rotated|missing) (?:tokens?|certificates?|keys?|credentials?)|(?:vendor|provider|upstream|api|third[- ]party) (?:outages?|errors?|downtime|failures?)|outages? (?:of|at)|typos?|cron(?:job)?s?|new (?:model|version|prompt)|model (?:change|upgrade|swap)|flaky (?:test|network|api)s?)';
const STATED = new RegExp(
  [
    `\\b(?:root[- ]?|underlying |real |true |actual |sole |main |primary )?causes?(?: of (?:the|this) (?:\\w+ ){0,3}?)?(?: ?(?:was|is|were|:|=|—|–|-)|turned out to be) (?:[\\w.:'’-]+ ){0,6}?${TRIGGER}\\b`,
    `\\b(?:was|were|is|been|entirely|solely) (?:\\w+ly )?caused by (?:[\\w.:'’-]+ ){0,5}?${TRIGGER}\\b`,
    `\\b(?:this|it|the (?:incident|outage|loop|failure|problem)) (?:happened|occurred|started|was) (?:because|due to)(?: of)? (?:[\\w.:'’-]+ ){0,5}?${TRIGGER}\\b`,
    `\\b(?:was|were|is) (?:the|a) (?:direct )?(?:result|consequence) of (?:[\\w.:'’-]+ ){0,5}?${TRIGGER}\\b`,
    `^\\W*(?:[\\w.:'’-]+ ){0,6}?${TRIGGER}\\b(?: \\S+){0,3}? caused (?:the|this|our|it)\\b`,
    `^\\W*(?:[\\w.:'’-]+ ){0,6}?${TRIGGER}\\b(?: \\S+){0,6}? (?:was|is|were) the (?:root[- ]?|underlying |real |sole |main )?cause\\b`,
  ].join('|'),
  'i',
);
/** The sentence goes on to the mechanism, or calls the trigger a trigger. */
const MECHANISM =
  /\b(?:trigger(?:ed|s)?|set (?:it )?off|missing|absen(?:t|ce)|lack(?:ed|ing|s)?|without|unbounded|unlimited|no (?:\w+ ){0,3}(?:limit|check|guard|validation|approval|timeout|back-?off|cap|breaker|review|alert)|never (?:checked|limited|validated)|not (?:limited|bounded|checked|validated|capped)|removed|disabled|bypass(?:ed)?|exposed|because (?:no|the|there|nothing|retries|limits?)|since (?:no|the)|which (?:let|allowed|removed|disabled)|allowed|limits? (?:was|were|of))\b/i;

export const rule: LintRule = {
  id: 'cause/trigger-as-cause',
  severity: 'warning',
  title: 'a trigger named as the cause',
  reason: 'a trigger starts what the system already allowed; the next one starts it again',
  better: 'call it the trigger, and say which missing limit or check let it grow into an incident',
  *check({document}) {
    for (const unit of document.units) {
      for (const {text, from} of splitSentences(unit.kind === 'heading' ? '' : unit.text)) {
        const match = STATED.exec(text);
        if (match === null || MECHANISM.test(text)) continue;
        const found = match[0].trimStart();
        const at = from + match.index + match[0].length - found.length;
        yield {
          ...locate(unit, at, found.length),
          message: `"${shorten(found)}" names a trigger as the cause`,
        };
      }
    }
    for (const unit of findBareTriggers(document)) {
      const text = unit.text.trim();
      yield {
        ...locate(unit, unit.text.indexOf(text), text.length),
        message: `"${shorten(text)}" names a trigger as the cause`,
      };
    }
  },
};

/** All that a section on the cause says: `Deployment of build 4411.` */
const ONLY = new RegExp(
  `^\\W*(?:an? |the |our )?(?:[\\w.:'’-]+ ){0,3}?${TRIGGER}\\b[^.;]{0,60}[.]?\\s*$`,
  'i',
);

/** A section on the cause whose first words are a trigger, and its whole answer. */
function* findBareTriggers(document: LintDocument): Generator<Unit> {
  for (const section of document.sections) {
    if (section.part !== 'cause' || !/\bcauses?\b/i.test(section.heading)) continue;
    const own = document.units.filter(
      (unit) => unit.section === section && unit.kind !== 'heading',
    );
    const [only] = own;
    if (only === undefined || own.length > 1) continue;
    if (STATED.test(only.text) || MECHANISM.test(only.text) || !ONLY.test(only.text)) continue;
    yield only;
  }
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
