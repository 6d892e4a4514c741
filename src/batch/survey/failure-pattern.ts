import {createHash} from 'node:crypto';
import {findRunName} from '../../analyze/analyze.js';
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
/** An agent's own failure is that of its calls, or somebody's judgement of it. */
const CALLS: ReadonlySet<number> = new Set(
  (['llm', 'tool', 'handoff'] as const).map((kind) => STEP_KINDS.indexOf(kind)),
);
const LIMIT_RULE = 'limit/limit-reached';

/**
 * The ways in which a run failed: one mark for each finding of warning or worse, or, where it failed and no
 * rule says why, one for the last call that failed and was not made good. A group id hangs on rule and call pattern alone: it knows nothing
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
        calls: [
          ...toPattern(index, steps, finding.period !== undefined),
          ...(finding.rule === LIMIT_RULE ? listLimits(index) : []),
        ],
        steps,
        first: finding.firstStep,
      }),
    );
  }
  if (marks.length > 0 || index.view.outcome.value !== 'failed') return marks;
  const last = findOpenError(index);
  const [steps, calls] =
    last < 0 ? [[], [toJudgement(index)]] : [[last], toPattern(index, [last], false)];
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

/** The last call that failed and was not made good: no later call of the same name succeeded. */
function findOpenError({view, reader}: RunIndex): number {
  const good = new Set<string>();
  for (let step = view.steps.count - 1; step >= 0; step--) {
    const kind = view.steps.kind[step] ?? -1;
    if (!CALLS.has(kind)) continue;
    const name = `${String(kind)} ${reader.name(step)}`;
    if (view.steps.outcome[step] !== ERROR) good.add(name);
    else if (!good.has(name)) return step;
  }
  return -1;
}

/** Where no call tells why: the error of the agent itself, else who judged it. Runs of one agent alone are alike. */
function toJudgement({view}: RunIndex): string {
  const {spans, tree, outcome} = view;
  const name = toStableName(findRunName(spans, tree) ?? '');
  const who = name === '' ? 'a run without a name' : name;
  const root = tree.roots.find((row) => row < spans.count) ?? -1;
  const type = toStableName(spans.strings[spans.errorType[root] ?? -1] ?? '');
  const how = type === '' ? `judged by ${toStableName(outcome.saidBy)}` : `ended with ${type}`;
  return `${who}: no call is left failed; ${how}`;
}

/** What the harness said of its limits, without their numbers: a limit of turns is not one of tokens. */
function listLimits({view}: RunIndex): readonly string[] {
  const said = view.verdicts
    .filter(({kind}) => kind === 'limit')
    .slice(0, MAX_CALLS)
    .map((verdict) => `limit: ${toStableName(verdict.said).replace(/\d+(?:[.,]\d+)*/g, '<n>')}`);
  return [...new Set(said)].sort();
}
