import {createHash} from 'node:crypto';
import {rotateToLeast} from '../../detect/runs/least-rotation.js';
import type {RunIndex} from '../../detect/view/run-index.js';
import {compact} from '../../model/compact.js';
import type {IdentifiedFinding} from '../../model/finding.js';
import {OUTCOMES, STEP_KINDS} from '../../tree/step-table.js';
import {toCallShape, toStableName} from './call-shape.js';
import type {FailureMark} from './survey.js';

/** Calls of a pattern that are told; a longer lap adds its length. */
const MAX_CALLS = 24;
/** Members that are looked at where a finding has no laps. */
const MAX_MEMBERS = 200;
/** Hex digits of a group id: 48 bits, far beyond the ways in which a fleet fails, and short enough to type. */
const GROUP_DIGITS = 12;
export const FAILED_RULE = 'outcome/failed';

const ERROR = OUTCOMES.indexOf('error');
const TOOL = STEP_KINDS.indexOf('tool');

/**
 * The ways in which a run failed: one mark for each finding of warning or worse, or, where it failed and no
 * rule says why, one for its last error. A group id hangs on rule and call pattern alone: it knows nothing
 * of other runs, so no run that is added or taken away changes it.
 */
export function markFailures(
  index: RunIndex,
  findings: readonly IdentifiedFinding[],
): readonly FailureMark[] {
  const marks: FailureMark[] = [];
  for (const finding of findings) {
    if (finding.severity === 'info') continue;
    const steps = pickPattern(finding);
    marks.push(
      mark(index, {
        rule: finding.rule,
        severity: finding.severity,
        finding: finding.id,
        calls: toPattern(index, steps, finding.period !== undefined),
        steps,
        first: finding.firstStep,
      }),
    );
  }
  if (marks.length > 0 || index.view.outcome.value !== 'failed') return marks;
  const last = findLastError(index);
  const steps = last < 0 ? [] : [last];
  const calls = last < 0 ? ['no error is recorded'] : toPattern(index, steps, false);
  return [
    mark(index, {rule: FAILED_RULE, severity: 'warning', calls, steps, first: Math.max(0, last)}),
  ];
}

/** One lap where there are laps, else a bounded look at all that belong to it. */
function pickPattern({members, period, firstStep}: IdentifiedFinding): readonly number[] {
  if (period !== undefined && period > 0) return members.slice(0, period);
  return members.length === 0 ? [firstStep] : members.slice(0, MAX_MEMBERS);
}

/** A lap in order, from its least rotation; of anything else the distinct calls. */
function toPattern(index: RunIndex, steps: readonly number[], isLap: boolean): readonly string[] {
  const shapes = steps.map((step) => toCallShape(index, step));
  const calls = isLap ? rotateToLeast(shapes) : [...new Set(shapes)].sort();
  if (calls.length <= MAX_CALLS) return calls;
  return [...calls.slice(0, MAX_CALLS), `and ${String(calls.length - MAX_CALLS)} more`];
}

function mark(
  {view, reader}: RunIndex,
  draft: Pick<FailureMark, 'rule' | 'severity' | 'calls'> & {
    readonly finding?: string;
    readonly steps: readonly number[];
    readonly first: number;
  },
): FailureMark {
  const {rule, severity, calls, finding, steps, first} = draft;
  const tools = new Set<string>();
  for (const step of steps) {
    if (view.steps.kind[step] === TOOL) tools.add(toStableName(reader.name(step)));
  }
  const startUs = view.steps.startUs[first] ?? NaN;
  return compact<FailureMark>({
    group: toGroupId(rule, calls),
    rule,
    severity,
    finding,
    calls,
    tools: [...tools].slice(0, MAX_CALLS).sort(),
    step: first,
    startUs: Number.isNaN(startUs) ? undefined : startUs,
  });
}

export function toGroupId(rule: string, calls: readonly string[]): string {
  const text = [rule, ...calls].join('\u0001');
  return createHash('sha256').update(text).digest('hex').slice(0, GROUP_DIGITS);
}

function findLastError({view}: RunIndex): number {
  for (let step = view.steps.count - 1; step >= 0; step--) {
    if (view.steps.outcome[step] === ERROR) return step;
  }
  return -1;
}
