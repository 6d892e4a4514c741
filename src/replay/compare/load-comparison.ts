import {assertNever} from '../../model/assert.js';
import {formatCount} from '../../text/numbers.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import type {Line} from '../../text/spans.js';
import type {FindingIndex} from '../finding-index.js';
import {membersOfLap} from '../laps.js';
import type {StepDetail, StepRow, StoredFinding, TraceReader} from '../reader.js';
import type {CompareRequest} from '../state.js';
import {noteLines, promptLines, stepsLines, unchangedLines} from './compare-lines.js';
import {findUnchanged} from './lap-history.js';

/** Characters of each text that are compared. */
const TEXT_LIMIT = 200_000;
/** Steps of a lap that are compared in full. */
const MAX_PAIRS = 32;
/** Laps looked back at to tell since when nothing has changed, and steps read for it in all (STYLE H5). */
const MAX_LAPS_BACK = 400;
const MAX_ROWS_READ = 20_000;
/** Rows that one read may skip between two members before a new read is cheaper. */
const PAGE = 1000;

export interface Comparison {
  readonly title: DisplayText;
  readonly lines: readonly Line[];
}

interface Context {
  readonly reader: TraceReader;
  readonly runId: string;
  readonly findings: FindingIndex;
  readonly columns: number;
}

/** Reads what is to be compared, a bounded piece of the run, and says what changed. */
export async function loadComparison(
  context: Context,
  request: CompareRequest,
): Promise<Comparison> {
  switch (request.kind) {
    case 'steps':
      return compareTwo(context, request.before, request.after);
    case 'same-call':
      return compareWithLastCall(context, request.step);
    case 'laps': {
      const finding = context.findings.byId.get(request.findingId);
      if (finding === undefined) return nothing('this finding is not in the case any more');
      return compareLap(context, finding, request.lap);
    }
    case 'prompt': {
      const change = await context.reader.promptChange(context.runId, request.step);
      if (change === undefined)
        return nothing('the log holds no prompt of this step: p works on calls of a model');
      return {
        title: show`What changed in the prompt of step ${formatCount(request.step + 1)}`,
        lines: promptLines(change, context.columns),
      };
    }
    default:
      return assertNever(request);
  }
}

function nothing(why: string): Comparison {
  return {title: literal('Nothing to compare'), lines: noteLines(literal(why), 80)};
}

async function compareTwo(context: Context, before: number, after: number): Promise<Comparison> {
  const [old, now] = await readPair(context, before, after);
  if (old === undefined || now === undefined) return nothing('a step is not in the case');
  return {
    title: show`Step ${formatCount(before + 1)} against step ${formatCount(after + 1)}`,
    lines: stepsLines([{before: old, after: now}], context.columns),
  };
}

async function compareWithLastCall(context: Context, step: number): Promise<Comparison> {
  const {reader, runId} = context;
  const [row] = await reader.steps(runId, step, step + 1);
  const call = row?.sameCall;
  if (call === undefined)
    return nothing('what this step called is not recorded, so no other can be told equal');
  const condition = {kind: 'same-call', call, lane: undefined} as const;
  let from: number | undefined = step - 1;
  while (from !== undefined && from >= 0) {
    const found = await reader.find(runId, {condition, from, forward: false, limit: 1});
    const last = found.steps[0];
    if (last !== undefined) return compareTwo(context, last, step);
    from = found.next;
  }
  return nothing('this very call was not made before: there is nothing to compare it with');
}

async function compareLap(
  context: Context,
  finding: StoredFinding,
  lap: number,
): Promise<Comparison> {
  const before = membersOfLap(finding, lap - 1);
  const after = membersOfLap(finding, lap);
  if (before.length === 0 || after.length === 0)
    return nothing('the finding kept only its first laps; d on a step of them compares them');
  const pairs: {readonly before: StepDetail; readonly after: StepDetail}[] = [];
  for (const [at, step] of after.slice(0, MAX_PAIRS).entries()) {
    const [old, now] = await readPair(context, before[at] ?? step, step);
    if (old !== undefined && now !== undefined) pairs.push({before: old, after: now});
  }
  const history = await readLaps(context, finding, lap);
  const unchanged = findUnchanged(history, lap);
  const left = after.length - pairs.length;
  const more =
    left > 0
      ? noteLines(show`${formatCount(left)} more steps of the lap are not compared`, 80)
      : [];
  return {
    title: show`Lap ${formatCount(lap)} of ${formatCount(finding.laps ?? lap)} against lap ${formatCount(lap - 1)}: ${visible(finding.rule)}`,
    lines: [
      ...unchangedLines(unchanged, lap, context.columns),
      ...stepsLines(pairs, context.columns),
      ...more,
    ],
  };
}

async function readPair(
  {reader, runId}: Context,
  before: number,
  after: number,
): Promise<readonly [StepDetail | undefined, StepDetail | undefined]> {
  return [
    await reader.step(runId, before, TEXT_LIMIT),
    await reader.step(runId, after, TEXT_LIMIT),
  ];
}

/** Rows of the laps up to `lap`, as far back as the bounds go. */
async function readLaps(
  {reader, runId}: Context,
  finding: StoredFinding,
  lap: number,
): Promise<readonly (readonly StepRow[])[]> {
  const first = Math.max(1, lap - MAX_LAPS_BACK);
  const wanted: number[] = [];
  for (let at = first; at <= lap; at += 1) wanted.push(...membersOfLap(finding, at));
  const rows = new Map<number, StepRow>();
  let read = 0;
  // From the end: where the bound cuts, the latest laps are the ones that count.
  for (let at = wanted.length - 1; at >= 0 && read < MAX_ROWS_READ;) {
    const to = (wanted[at] ?? 0) + 1;
    const from = Math.max(0, to - PAGE);
    const page = await reader.steps(runId, firstWanted(wanted, at, from), to);
    read += page.length;
    for (const row of page) rows.set(row.step, row);
    while (at >= 0 && (wanted[at] ?? 0) >= from) at -= 1;
  }
  const laps: StepRow[][] = [];
  for (let at = lap; at >= first; at -= 1) {
    const members = membersOfLap(finding, at).flatMap((step) => rows.get(step) ?? []);
    if (members.length !== (finding.period ?? 1)) break;
    laps.push(members);
  }
  return laps.reverse();
}

/** The earliest wanted step in the page, so that no row before it is read. */
function firstWanted(wanted: readonly number[], at: number, from: number): number {
  let place = at;
  while (place > 0 && (wanted[place - 1] ?? -1) >= from) place -= 1;
  return wanted[place] ?? from;
}
