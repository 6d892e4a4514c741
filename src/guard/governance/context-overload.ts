import {KIND} from '../../detect/view/step-kinds.js';
import {isCutOff} from '../../detect/view/replies.js';
import type {Finding} from '../../model/finding.js';
import {formatCountOf} from '../../text/numbers.js';
import type {RunView} from '../../tree/run-view.js';
import {lacksTokens} from '../meter/recorded.js';
import {toEvidence} from './evidence.js';
import type {GapStatement} from './governance.js';

/** Was the window exceeded, so that instructions were cut or squeezed? */
export function describeContextOverload(
  view: RunView,
  findings: readonly Finding[],
): readonly GapStatement[] {
  const gaps: GapStatement[] = [];
  for (const finding of findings.filter(({rule}) => rule.startsWith('context/'))) {
    gaps.push({
      status: 'observed',
      text: `${finding.title}.`,
      evidence: toEvidence(finding.members),
    });
  }
  const compactions = stepsWhere(view, (step) => view.steps.kind[step] === KIND.compaction);
  if (compactions.length > 0) {
    gaps.push({
      status: 'observed',
      text: `The conversation was compacted ${formatCountOf(compactions.length, 'time')}: what was said before is only there in summary.`,
      evidence: toEvidence(compactions),
    });
  }
  const cut = stepsWhere(
    view,
    (step) => view.steps.kind[step] === KIND.llm && isCutOff(view, step),
  );
  if (cut.length > 0) {
    gaps.push({
      status: 'observed',
      text: `${formatCountOf(cut.length, 'reply', 'replies')} ended at the token limit and not by themselves.`,
      evidence: toEvidence(cut),
    });
  }
  if (gaps.length > 0) return gaps;
  const lack = lacksTokens(view);
  const text =
    lack === undefined
      ? 'No compaction, no overflow and no reply cut by the token limit is recorded; silent truncation by a server would not show.'
      : `Whether the window was exceeded cannot be told: ${lack}.`;
  return [{status: 'cannot-be-shown', text, evidence: toEvidence([])}];
}

function stepsWhere({steps}: RunView, wanted: (step: number) => boolean): readonly number[] {
  const found: number[] = [];
  for (let step = 0; step < steps.count; step++) if (wanted(step)) found.push(step);
  return found;
}
