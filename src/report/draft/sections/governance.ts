import type {Block, ClaimStatus, Inlines} from '../draft.js';
import {cite, say, sentence, status, strong} from '../say.js';
import type {Scope} from '../scope.js';
import {citeSteps} from '../step-evidence.js';

const STATUS: Readonly<Record<string, ClaimStatus>> = {
  observed: 'observed',
  suspected: 'suspected',
  'cannot-be-shown': 'unknown',
};
/** Rows of the audit table (STYLE H5). */
const MAX_ROWS = 20;

/** Which guard was absent or bypassed, by heading, then as the technical audit table. */
export function writeGovernance({input, book}: Scope): readonly Block[] {
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
          const ids = citeSteps(book, `${title}: steps that show it`, gap.evidence.steps);
          return say`${status(STATUS[gap.status] ?? 'unknown')} ${sentence(gap.text)} ${cite(...ids)}`;
        }),
      },
    );
  }
  blocks.push({kind: 'heading', text: 'Technical audit'});
  const rows = governance.audit.slice(0, MAX_ROWS).map((row): readonly Inlines[] => {
    const ids = citeSteps(book, 'steps that show a row of the technical audit', row.evidence.steps);
    return [
      say`${sentence(row.component)}`,
      say`${sentence(row.failurePoint)} ${cite(...ids)}`,
      say`${sentence(row.governanceGap)}`,
      say`${status(STATUS[row.status] ?? 'unknown')} ${sentence(row.reason)}`,
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
