import {formatCount, formatPercent, formatTokens} from '../text/numbers.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../text/visible.js';
import type {FindingIndex} from './finding-index.js';
import type {RunNotes} from './notes.js';
import {MAX_GUARDED_STEPS, type RunOverview} from './overview.js';
import type {RunSummary, StepDetail, StoredFinding} from './reader.js';

/** What is known of a run beside the step itself. */
export interface StepSurroundings {
  readonly run: RunSummary;
  readonly findings: FindingIndex;
  readonly notes: RunNotes;
  readonly overview: RunOverview | undefined;
}

export interface LabelledText {
  readonly label: string;
  readonly text: readonly DisplayText[];
}

/** Counters by this step, the findings that cover it, guards that would have tripped, and what people wrote. */
export function aroundLines(detail: StepDetail, around: StepSurroundings): readonly LabelledText[] {
  const blocks: LabelledText[] = [{label: 'so far', text: [countersOf(detail, around)]}];
  for (const id of detail.findings) {
    const finding = around.findings.byId.get(id);
    if (finding !== undefined) blocks.push({label: 'finding', text: findingText(finding, around)});
  }
  const guards = guardText(detail, around);
  if (guards.length > 0) blocks.push({label: 'guard', text: guards});
  for (const note of around.notes.notes)
    if (note.step === detail.step)
      blocks.push({
        label: note.isBookmark ? 'bookmark' : 'note',
        text: [note.text === '' ? literal('(no words)') : visible(note.text)],
      });
  return blocks;
}

function countersOf(detail: StepDetail, {run, overview}: StepSurroundings): DisplayText {
  const {soFar} = detail;
  const parts = [
    show`${formatCount(soFar.llmCalls)} llm`,
    show`${formatCount(soFar.toolCalls)} tools`,
    show`${formatCount(soFar.errors)} failed`,
  ];
  if (soFar.tokens !== undefined) parts.push(show`${formatTokens(soFar.tokens)} tokens`);
  parts.push(show`depth ${formatCount(detail.depth)} of ${formatCount(run.maxDepth)}`);
  const context = contextWords(detail.contextTokens, overview?.profile.contextWindow);
  if (context !== undefined) parts.push(context);
  const {repeat} = detail;
  if (repeat !== undefined && repeat > 1)
    parts.push(
      show`this very call for the ${formatCount(repeat)}${literal(ordinalEnd(repeat))} time`,
    );
  if (detail.writes) parts.push(literal('changes something outside'));
  return joinDisplay(parts, ' · ');
}

/** How full the context is: a share where the log tells the window, else tokens alone. */
export function contextWords(
  tokens: number | undefined,
  window: number | undefined,
): DisplayText | undefined {
  if (tokens === undefined) return undefined;
  if (window === undefined) return show`context ${formatTokens(tokens)}`;
  return show`context ${formatTokens(tokens)} of ${formatTokens(window)} (${formatPercent(tokens / window)})`;
}

function ordinalEnd(count: number): string {
  const rest = count % 100;
  if (rest >= 11 && rest <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][count % 10] ?? 'th';
}

function findingText(finding: StoredFinding, {notes}: StepSurroundings): readonly DisplayText[] {
  const lines = [
    show`${literal(finding.severity)} ${visible(finding.rule)}: ${visible(finding.title)}`,
    show`why: ${visible(finding.unchanged)} (${literal(finding.confidence)} confidence: ${visible(finding.confidenceReason)})`,
  ];
  const triage = notes.triage.get(finding.id);
  if (triage !== undefined)
    lines.push(show`marked ${literal(triage.verdict)}: ${visible(triage.why)}`);
  return lines;
}

/** What stands for the guards of a run that is too long for them. */
export const NO_GUARDS_TRIED: DisplayText = show`none was tried here, on a run of more than ${formatCount(MAX_GUARDED_STEPS)} steps; \`whatbroke simulate\` tries them`;

/** Guards that trip at this step; else which had tripped by then. */
function guardText(detail: StepDetail, {overview, run}: StepSurroundings): readonly DisplayText[] {
  if (run.steps > MAX_GUARDED_STEPS) return detail.findings.length === 0 ? [] : [NO_GUARDS_TRIED];
  const trips = overview?.trips ?? [];
  const here = trips.filter(({step}) => step === detail.step);
  const before = trips.filter(({step}) => step < detail.step);
  const lines = here.map(
    ({guard, why}) => show`${visible(guard)} would have stopped it here: ${visible(why)}`,
  );
  if (here.length === 0 && before.length > 0) {
    const first = before.reduce((a, b) => (b.step < a.step ? b : a));
    lines.push(
      show`${visible(first.guard)} would have stopped it at step ${formatCount(first.step + 1)}${literal(before.length > 1 ? `, and ${String(before.length - 1)} more by now` : '')}`,
    );
  }
  return lines;
}
