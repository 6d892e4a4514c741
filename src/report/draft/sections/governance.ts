import type {Block, ClaimStatus, Inlines} from '../draft.js';
import {cite, say, sentence, status, strong} from '../say.js';
import type {Scope} from '../scope.js';
import {citeNumbers} from '../numbers-said.js';
import {citeSteps} from '../step-evidence.js';

const STATUS: Readonly<Record<string, ClaimStatus>> = {
  observed: 'observed',
  suspected: 'suspected',
  'cannot-be-shown': 'unknown',
};
/** Rows of the audit table (STYLE H5). */
const MAX_ROWS = 20;

/** Which guard was absent or bypassed, by heading, then as the technical audit table. */
export function writeGovernance(scope: Scope): readonly Block[] {
  const {input, book} = scope;
  const {governance} = input;
  if (governance === undefined) {
    return [
      {
        kind: 'paragraph',
        line: say`${status('unknown')} This version of the tool did not look for governance gaps in this run.`,
      },
    ];
  }
  const blocks: Block[] = [];
  for (const {title, question, gaps} of governance.headings) {
    blocks.push(
      {kind: 'heading', text: title},
      {kind: 'paragraph', line: say`${question}`},
      {
        kind: 'list',
        items: gaps.map((gap) => {
          const {steps} = gap.evidence;
          const ids = citeSteps(book, `${title}: steps that show it`, steps);
          const numbers = citeNumbers(scope, gap.text, steps);
          return say`${status(STATUS[gap.status] ?? 'unknown')} ${sentence(gap.text)} ${cite(...ids, ...numbers)}`;
        }),
      },
    );
  }
  blocks.push({kind: 'heading', text: 'Technical audit'});
  const rows = governance.audit.slice(0, MAX_ROWS).map((row): readonly Inlines[] => {
    const {steps} = row.evidence;
    const ids = citeSteps(book, 'steps that show a row of the technical audit', steps);
    const numbers = (text: string): Inlines => {
      const found = citeNumbers(scope, text, steps);
      return found.length === 0 ? [] : say` ${cite(...found)}`;
    };
    return [
      say`${sentence(row.component)}`,
      say`${sentence(row.failurePoint)} ${cite(...ids)}${numbers(row.failurePoint)}`,
      say`${sentence(row.governanceGap)}`,
      say`${status(STATUS[row.status] ?? 'unknown')} ${sentence(row.reason)}${numbers(row.reason)}`,
    ];
  });
  if (rows.length === 0) {
    blocks.push({
      kind: 'paragraph',
      line: say`No component of this run fits a rule of the technical audit.`,
    });
  } else {
    blocks.push({
      kind: 'table',
      caption: 'Component, failure point, governance gap',
      head: ['Component', 'Failure point', 'Governance gap', 'How sure'],
      rows,
    });
  }
  const rest = governance.audit.length - rows.length;
  if (rest > 0) {
    blocks.push({
      kind: 'paragraph',
      line: say`${strong('Not listed: ')}more rows of the same rules.`,
    });
  }
  return blocks;
}
