import {locate, splitSentences, type LintRule} from '../lint-rule.js';

/** Sure of what happened. */
const SURE =
  /\b(?:certainly|definite(?:ly)?|definitive(?:ly)?|undoubtedly|undeniabl[ey]|unquestionabl[ey]|indisputabl[ey]|indubitably|conclusive(?:ly)?|irrefutabl[ey]|obviously|clearly|evidently|of course|without (?:a |any )?(?:shadow of (?:a )?)?doubt|beyond (?:a |any |all |reasonable )*doubt|no doubt|there is no question|(?:absolutely|completely|totally|entirely|(?<=\b)100 ?%|one hundred percent) (?:sure|certain|confident|clear)|it is (?:certain|clear|obvious)|we (?:now )?know (?:for (?:a fact|sure|certain)|exactly|that)|prove[sd]?(?= (?:that|the|this|it)\b)|proven|(?:the )?(?:one and only|only possible|sole) (?:root )?cause|there(?:['’]s| is) no way|(?:established|undisputed) fact|nothing else (?:could|can) (?:have )?|cannot have been anything else|could only have been|must have been|must be (?:what|the (?:cause|reason|culprit|explanation))|no other (?:possible )?(?:explanation|cause|reason|possibility|culprit)|the only (?:possible |plausible |conceivable )(?:explanation|cause|reason|culprit)|can only (?:be|have been))\b/gi;
/** Sure of what will be: no evidence of the past carries it. */
const PROMISE =
  /\b(?:(?:will|can|could|shall) (?:never|not ever) (?:happen|occur|recur|fail|be repeated|repeat)(?: again)?|(?:will not|won['’]t|cannot|can['’]t) (?:happen|occur|be repeated|repeat itself) again|(?:will not|won['’]t|cannot|can['’]t) recur|(?:we|i) (?:can )?guarantee|guaranteed? that|(?:is|are) (?:now )?(?:firmly )?behind us|never (?:happen|occur)s? again|impossible (?:to|for this to) (?:happen|recur|occur)|(?:guarantee[sd]?|ensures?|promises?) (?:that )?(?:this|it|such an incident)(?: \w+){0,3} (?:never|not|cannot)|completely (?:fixed|solved|resolved|eliminated)|fully (?:fixed|eliminated)|(?:eliminates?|rules? out) (?:all|any) (?:risk|possibility))\b/gi;
const NEGATED = /\b(?:not|cannot|can't|isn't|un|no|nor|never)\s+(?:\w+\s+)?$/i;
/** Characters before a word in which a "not" is looked for. */
const NEAR = 40;
const WEAK =
  /\b(?:suspected|unknown|low confidence|confidence (?:is )?(?:low|medium)|(?:most |very )?(?:un)?likely|probabl[ey]|presumably|possibl[ey]|perhaps|may|might)\b/i;

export const rule: LintRule = {
  id: 'wording/certainty',
  severity: 'warning',
  title: 'more certain than its evidence',
  reason:
    'a log shows what was done; a sentence that is surer than what it cites misleads whoever acts on it',
  better:
    'cite the evidence, or say "suspected" with the reason; for the future, say which test shows it',
  *check({document}) {
    for (const unit of document.units) {
      const isCited = unit.group.cites.length > 0 || unit.group.hasOtherEvidence;
      for (const {text, from} of splitSentences(unit.text)) {
        for (const match of text.matchAll(PROMISE)) {
          yield hit(unit, from + match.index, match[0], 'promises what no evidence can carry');
          // One promise a sentence, however it is dressed.
          break;
        }
        const isWeak = WEAK.test(text);
        if (isCited && !isWeak) continue;
        for (const match of text.matchAll(SURE)) {
          if (NEGATED.test(text.slice(Math.max(0, match.index - NEAR), match.index))) continue;
          const why = isCited ? 'is surer than the line it stands in' : 'stands without evidence';
          yield hit(unit, from + match.index, match[0], why);
        }
      }
    }
  },
};

function hit(unit: Parameters<typeof locate>[0], from: number, found: string, why: string) {
  return {...locate(unit, from, found.length), message: `"${found}" ${why}`};
}
