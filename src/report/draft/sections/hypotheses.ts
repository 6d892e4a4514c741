import type {Clue, Hypothesis} from '../../../model/hypothesis.js';
import type {Block, Inlines} from '../draft.js';
import {cite, endSentence, fill, say, sentence, status, strong} from '../say.js';
import type {Scope} from '../scope.js';
import {citeNumbers} from '../numbers-said.js';
import {citeFinding, citeSteps} from '../step-evidence.js';
import {listTriage} from './timeline.js';

/** Causes put into the draft: what a person reads. */
const MAX_HYPOTHESES = 5;

/** Why it may have happened, ranked; a log shows what was done, so none of them is a fact. */
export function writeHypotheses(scope: Scope): readonly Block[] {
  const {input, book, incident} = scope;
  const {hypotheses} = incident;
  const triage = listTriage(scope, (index) => {
    const finding = input.findings[index];
    return citeFinding(input, book, finding ?? scope.worst);
  });
  const blocks: Block[] = [];
  if (hypotheses.length === 0) {
    blocks.push({
      kind: 'paragraph',
      line: say`${status('unknown')} No cause that this tool knows of is supported by the log. What was observed stands in the overview; why it happened is open.`,
    });
  } else {
    blocks.push({
      kind: 'paragraph',
      line: say`A log holds what was done, not why. These are possible causes in the orchestration, the best supported first; each says what would confirm it.`,
    });
  }
  for (const [place, hypothesis] of hypotheses.slice(0, MAX_HYPOTHESES).entries()) {
    blocks.push(...describeHypothesis(scope, hypothesis, place + 1));
  }
  if (triage.length > 0) blocks.push({kind: 'list', items: triage});
  blocks.push({
    kind: 'list',
    items: [
      [
        hypotheses.length === 0
          ? fill('which cause was found, and how', 'the engineer who looked for it')
          : fill('which of these was confirmed, and how', 'the engineer who tested it'),
      ],
    ],
  });
  return blocks;
}

function describeHypothesis(scope: Scope, hypothesis: Hypothesis, rank: number): readonly Block[] {
  const lines = (name: string, clues: readonly Clue[]): readonly Inlines[] =>
    clues.map(({kind, says, steps}) => {
      const ids = [
        ...citeSteps(scope.book, `${name.toLowerCase()} hypothesis ${rank}`, steps),
        ...citeNumbers(scope, says, steps),
      ];
      const head = say`${strong(name)}, ${status(kind)} ${sentence(says)}`;
      return ids.length === 0 ? head : say`${head} ${cite(...ids)}`;
    });
  return [
    {kind: 'heading', text: `Hypothesis ${rank}`},
    {
      kind: 'paragraph',
      line: say`${status('suspected')} ${sentence(endSentence(hypothesis.statement))} Confidence ${strong(hypothesis.confidence)}: ${hypothesis.confidenceReason}.`,
    },
    {
      kind: 'list',
      items: [
        ...lines('For', hypothesis.evidenceFor),
        ...lines('Against', hypothesis.evidenceAgainst),
        ...lines('Not in the log', hypothesis.unknown),
        say`${strong('To confirm: ')}${sentence(hypothesis.confirmBy)}`,
      ],
    },
  ];
}
