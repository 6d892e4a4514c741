import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import {buildFindingBlocks} from '../../report/verdict/describe-finding.js';
import {layoutVerdict} from '../../report/verdict/layout-verdict.js';
import type {StepPlace} from '../../report/verdict/verdict-input.js';
import {formatCount} from '../../text/numbers.js';
import {literal, show, visible} from '../../text/visible.js';
import type {Line} from '../../text/spans.js';

/** Evidence printed with one finding (STYLE H5); `--json` and the replay have all of it. */
const MAX_EVIDENCE = 8;

/** One finding in full, as `findings` and `show` print it. */
export function buildFindingLines(
  finding: StoredFinding,
  run: RunSummary,
  {since, width}: {readonly since: StepPlace | undefined; readonly width: number},
): readonly Line[] {
  const evidence = finding.evidence
    .slice(0, MAX_EVIDENCE)
    .map(({step, shows}) => show`step ${formatCount(step + 1)}: ${visible(shows)}`);
  const rest = finding.evidence.length - MAX_EVIDENCE;
  if (rest > 0) evidence.push(show`and ${formatCount(rest)} more`);
  const blocks = [
    ...buildFindingBlocks(run, finding, since),
    {kind: 'field', label: literal('evidence'), lines: evidence} as const,
    {kind: 'field', label: literal('id'), lines: [visible(finding.id)]} as const,
  ];
  return layoutVerdict(blocks, width);
}
