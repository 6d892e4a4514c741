import type {Part} from './document.js';

/** Words of a heading by the part it opens; the first that fits. */
const PARTS: readonly (readonly [Part, RegExp])[] = [
  ['appendix', /\bappendix|\bmethod|\breferences|\bevidence\b|\bglossary|\bsupporting/],
  ['unknown', /\bcannot show|\bunknown|\bopen question|\bwhat we do not know|\blimits of/],
  [
    'actions',
    /\baction|\bfollow[- ]?ups?\b|\bremediation|\bnext steps|\bprevention|\bto[- ]?dos?\b/,
  ],
  ['timeline', /\btimeline|\bchronolog|\bsequence of events/],
  ['governance', /\bgovernance|\bcontrol gap|\bguardrails?\b|\btechnical audit|\bmissing controls/],
  ['guards', /\bwould have stopped|\bguards?\b/],
  ['resources', /\bresource|\bexhaustion|\bconsumption|\busage\b/],
  ['cause', /\bcauses?\b|\broot[- ]cause|\bhypothes|\bcontributing|\bwhy it happened|\banalysis/],
  ['impact', /\bimpact|\boverview|\bsummary|\bwhat broke|\bwhat happened|\bincident\b/],
];

export function findPart(heading: string): Part | undefined {
  const words = heading.toLowerCase();
  return PARTS.find(([, pattern]) => pattern.test(words))?.[0];
}
