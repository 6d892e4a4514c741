import {amount} from '../cited.js';
import type {DraftInput} from '../draft-input.js';
import type {Block, Inlines} from '../draft.js';
import type {EvidenceBook} from '../evidence-book.js';
import {countSteps, spanTime, sumTokens, wholeRun} from '../measures.js';
import {cite, code, say, sentence, status, strong} from '../say.js';
import {citeNumbers} from '../numbers-said.js';
import {citeFinding} from '../step-evidence.js';

/** A run in which no incident was found: what was looked at, and nothing more. */
export function writeHealthy(input: DraftInput, book: EvidenceBook): readonly Block[] {
  const {findings, summary, view} = input;
  if (view.steps.count === 0) {
    return [
      {
        kind: 'paragraph',
        line: say`${strong('Nothing to report: ')}the run has no step. Whether something broke cannot be told from it.`,
      },
    ];
  }
  const all = wholeRun(input);
  const time = spanTime(input, all);
  const tokens = sumTokens(input, all);
  const items: Inlines[] = [
    say`Steps: ${amount(book, countSteps(input, all, 'steps'))}`,
    say`Model and tool calls: ${amount(book, countSteps(input, all, 'calls'))}`,
    say`Failed: ${amount(book, countSteps(input, all, 'failures'))}`,
  ];
  if (tokens !== undefined) items.push(say`Tokens: ${amount(book, tokens)}`);
  if (time !== undefined) items.push(say`Duration: ${amount(book, time)}`);
  for (const finding of findings.slice(0, MAX_NOTED)) {
    const numbers = citeNumbers({input, book}, finding.title, finding.members);
    items.push(
      say`Noted, and no incident by itself: ${code(finding.rule)}, ${sentence(finding.title)} ${cite(citeFinding(input, book, finding), ...numbers)}`,
    );
  }
  const outcome =
    summary.outcome.value === 'unknown'
      ? say`${status('unknown')} Whether the work succeeded: no record says so.`
      : say`${status('observed')} The run ${summary.outcome.value}, says ${code(summary.outcome.saidBy)}.`;
  return [
    {
      kind: 'paragraph',
      line: say`${strong('No incident was found in this run.')} No loop, recursion, retry storm or exhaustion was seen. Slow work that changes at each step is not something the rules can see.`,
    },
    {kind: 'paragraph', line: outcome},
    {kind: 'list', items},
  ];
}

const MAX_NOTED = 10;
