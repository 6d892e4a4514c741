import {locate, type LintRule} from '../lint-rule.js';

const APOLOGY =
  /\b(?:sorry|apolog(?:y|ies|i[sz]e[sd]?|i[sz]ing|etic)|(?:deeply |sincerely |truly )?regret(?:s|ted|table|tably)?|take (?:full |complete )?responsibility|(?:takes?|took|taking) (?:this|it|these|our|your|such)(?: \w+){0,4} (?:very |extremely )?serious(?:ly)?|(?:we|i) (?:must|will|can|need to|should) do better|(?:we |and )?(?:fell|have fallen) short|(?:you|our customers?|our users?|they) deserve better|hold ourselves to|value your (?:trust|patience|business)|how much you rely on|rest assured|thank (?:you|everyone|our \w+) for (?:your|their|the) (?:patience|understanding)|(?:we )?(?:understand|know|recogni[sz]e|appreciate) how (?:important|frustrating|disruptive|painful|stressful|much this)|steps to prevent|we let (?:you|our \w+) down|any inconvenience|for the inconvenience|unacceptable|falls? short of (?:our|the) standards?)\b/gi;
/** Something of the system, so that the apology says of what. */
const MECHANISM =
  /\b(?:limits?|guards?|guardrails?|retr(?:y|ies)|loop(?:ed|s)?|validation|approval|time-?outs?|breakers?|context window|cap(?:ped)?|permissions?|checks?|back-?off|quota|budget|policy|schema|hand-?off|compaction|parser|cache|lock|queue|tool definition|max(?:imum)?[ _-](?:steps|turns|tokens))\b/i;

export const rule: LintRule = {
  id: 'wording/apology',
  severity: 'warning',
  title: 'an apology without a mechanism',
  reason: 'an apology tells the reader nothing about what will be different next time',
  better:
    'say which part failed and what now limits it; apologise elsewhere, or in the same paragraph',
  *check({document}) {
    for (const unit of document.units) {
      if (MECHANISM.test(unit.text)) continue;
      for (const match of unit.text.matchAll(APOLOGY)) {
        const [found] = match;
        yield {
          ...locate(unit, match.index, found.length),
          message: `"${found}" apologises, and the paragraph names no mechanism`,
        };
        break;
      }
    }
  },
};
