import {locate, splitSentences, type LintRule} from '../lint-rule.js';

/** Events that set something off. Taken away, the next one of their kind sets it off again. */
const TRIGGER =
  '(?:deploy(?:ment|s|ed)?|releases?|roll-?outs?|upgrades?|updates?|config(?:uration)? (?:change|push|update)s?|(?:prompt|schema|code|infrastructure|dns|feature flag) changes?|merges?|commits?|pull requests?|restarts?|reboots?|fail-?overs?|migrations?|(?:traffic |load |usage )?spikes?|surges?|(?:burst|increase|jump|rise) in (?:traffic|load|requests|usage)|(?:user|customer|malformed|bad|single|unusual|unexpected|ambiguous|large) (?:request|message|prompt|input|query|ticket|document|file|payload)s?|rate[- ]limit(?:s|ing|ed)?(?: errors?| responses?)?|429s?|5\\d\\ds?|time-?outs?|network (?:blips?|errors?|issues?|glitch(?:es)?|outages?)|(?:expired|revoked|rotated|missing) (?:tokens?|certificates?|keys?|credentials?)|(?:vendor|provider|upstream|api|third[- ]party) (?:outages?|errors?|downtime|failures?)|outages? (?:of|at)|typos?|cron(?:job)?s?|new (?:model|version|prompt)|model (?:change|upgrade|swap)|flaky (?:test|network|api)s?)';
const STATED = new RegExp(
  [
    `\\b(?:root[- ]?|underlying |real |true |actual |sole |main |primary )?causes?(?: of (?:the|this) (?:\\w+ ){0,3}?)?(?: ?(?:was|is|were|:|=|—|–|-)|turned out to be) (?:[\\w.:'’-]+ ){0,6}?${TRIGGER}\\b`,
    `\\b(?:was|were|is|been|entirely|solely) (?:\\w+ly )?caused by (?:[\\w.:'’-]+ ){0,5}?${TRIGGER}\\b`,
    `^\\W*(?:[\\w.:'’-]+ ){0,6}?${TRIGGER}\\b(?: \\S+){0,6}? (?:was|is|were) the (?:root[- ]?|underlying |real |sole |main )?cause\\b`,
  ].join('|'),
  'i',
);
/** The sentence goes on to the mechanism, or calls the trigger a trigger. */
const MECHANISM =
  /\b(?:trigger(?:ed|s)?|set (?:it )?off|missing|absen(?:t|ce)|lack(?:ed|ing|s)?|without|unbounded|unlimited|no (?:\w+ ){0,3}(?:limit|check|guard|validation|approval|timeout|back-?off|cap|breaker|review|alert)|never (?:checked|limited|validated)|not (?:limited|bounded|checked|validated|capped)|removed|disabled|bypass(?:ed)?|exposed|because|since (?:no|the)|which (?:let|allowed|removed|disabled)|allowed|limits? (?:was|were|of))\b/i;

export const rule: LintRule = {
  id: 'cause/trigger-as-cause',
  severity: 'warning',
  title: 'a trigger named as the cause',
  reason: 'a trigger starts what the system already allowed; the next one starts it again',
  better: 'call it the trigger, and say which missing limit or check let it grow into an incident',
  *check({document}) {
    for (const unit of document.units) {
      for (const {text, from} of splitSentences(withCauseHeading(unit.text, unit.kind))) {
        const match = STATED.exec(text);
        if (match === null || MECHANISM.test(text)) continue;
        const [found] = match;
        yield {
          ...locate(unit, from + match.index, found.length),
          message: `"${shorten(found)}" names a trigger as the cause`,
        };
      }
    }
  },
};

function withCauseHeading(text: string, kind: string): string {
  return kind === 'heading' ? '' : text;
}

function shorten(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
