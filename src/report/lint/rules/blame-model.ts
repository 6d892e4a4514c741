import {locate, matchUnits, type LintRule} from '../lint-rule.js';
import {MODEL} from '../people.js';

const INTENT =
  "(?:hallucinat(?:ed|es|ing)|went (?:rogue|off the rails|crazy|wild|haywire|mad)|(?:ran|running) (?:amok|wild)|misbehaved|panicked|lied|cheated|rebelled|freaked out|got (?:confused|stuck in its ways|creative|carried away|lazy)|(?:was|were|is|are) (?:just |simply |too )?(?:confused|lazy|stupid|dumb|stubborn|creative|at fault|to blame|the problem)|(?:is|are|was|were)(?:n['’]t| (?:simply |just |clearly )?not) (?:(?:smart|clever|intelligent|good|mature|advanced) enough|(?:capable|reliable|trustworthy|suited|up to))|(?:is|are|was|were) (?:simply |just |too |notoriously |known to be )*(?:unreliable|unpredictable|erratic|untrustworthy|incapable|clueless)|acted (?:up|out|erratically|strangely|weirdly)|became (?:obsessed|confused|fixated)|lost (?:its|the) (?:mind|way|plot)|kept insisting|decided (?:to|that)|chose to|wanted to|refused to|thought|believed|made (?:a|the|this) (?:\\w+ )?(?:mistake|error|bad decision)|failed us|let us down|(?:ignored|disregarded|disobeyed) (?:its|the|our|all|every) (?:[\\w-]+ ){0,2}(?:instructions?|prompts?|rules?|guidelines?|commands?)|failed to (?:follow|understand|obey|listen|think)|insisted on|misunderstood|did(?:n['’]t| not) understand)";
const PATTERN = new RegExp(
  [
    `\\b${MODEL}(?:, (?:[\\w-]+ ){1,6}?[\\w-]+, | )(?:(?:simply|just|then|suddenly|apparently|again|also|had|has|have|repeatedly|somehow|clearly|obviously) ){0,2}${INTENT}\\b`,
    `\\b(?:root[- ]cause|cause|reason|culprit|fault)s? (?:was|is|were|lies? with|lay with|of|:)? ?(?:simply |just )?${MODEL}(?=[.,;:!?]|$| itself\\b)`,
    `\\b(?:caused by|due to|because of|blame (?:on |lies with )?) ?(?:the )?${MODEL}(?:['’]s (?:hallucinations?|mistakes?|behaviou?r|stupidity|errors?|failures?))?(?=[.,;:!?]|$| itself\\b| for\\b)`,
    `\\b${MODEL}['’]s (?:erratic|strange|bizarre|weird|irrational|unpredictable|random|inexplicable|odd|wild) (?:behaviou?r|decisions?|actions?|outputs?|choices?)\\b`,
    '\\ba mind of (?:its|their) own\\b',
    `\\b${MODEL}['’]s (?:mistakes?|fault|stupidity|laziness|hallucinations?)\\b`,
    `\\b(?:blame|fault|responsibility) (?:lies|lay|is|rests) with ${MODEL}\\b`,
    '\\b(?:an? |the )?(?:model|llm|ai) (?:problem|issue|stupidity)(?=[.,;:!?]|$)',
    '\\bhallucinat(?:ions?|ed|es|ing)\\b',
    '\\brogue (?:agents?|models?|ai|bots?)\\b',
  ].join('|'),
  'gi',
);

export const rule: LintRule = {
  id: 'wording/blame-model',
  severity: 'warning',
  title: 'blame of the model',
  reason:
    'a model is a part that was put in without a limit, a check or an approval; that is what can be changed',
  better:
    'say what was called with what, what came back, and which limit or check let it pass, with evidence',
  *check(context) {
    for (const {unit, match} of matchUnits(context, PATTERN)) {
      const [found] = match;
      yield {
        ...locate(unit, match.index, found.length),
        message: `"${found}" blames the model, or tells what it meant`,
      };
    }
  },
};
