import type {Finding, FindingSeverity} from '../model/finding.js';
import type {RuleId} from '../model/ids.js';
import type {RunView} from '../tree/run-view.js';

/**
 * Which rule speaks for steps that several rules see: the one whose evidence is tightest. Causes
 * (a failing service, a missing tool, agents calling each other) before the repetition they lead
 * to; proven repetition before similarity; similarity before what only the arguments show.
 */
const TIGHTNESS: readonly string[] = [
  'recursion/recursion',
  'recursion/fan-out',
  'handoff/handoff-cycle',
  'context/context-overflow',
  'retry/rate-limit-cascade',
  'retry/retry-storm',
  'context/compaction-persisted',
  'context/compaction-thrash',
  'retry/unknown-tool',
  'loop/polling-no-progress',
  'loop/exact-repeat',
  'loop/cycle',
  'loop/error-repeat',
  'loop/sweep-wrap',
  'loop/self-append',
  'loop/stagnation',
  'loop/near-repeat',
  'loop/low-novelty',
  'loop/interleaved-repeat',
  'loop/text-repeat',
  'loop/empty-response',
  'loop/repeat-unverified',
  'retry/timeout',
  'loop/reported-stuck',
  'limit/limit-reached',
];

const SEVERITIES: readonly FindingSeverity[] = ['critical', 'warning', 'info'];

/** Share of a finding's members that another one must hold to speak for it. */
const COVERED = 0.8;

function toTightness(rule: RuleId): number {
  const at = TIGHTNESS.indexOf(rule);
  return at < 0 ? TIGHTNESS.length : at;
}

/** The tighter rule speaks first, whatever it says: if it spares the steps, no looser one accuses them. */
function compareClaim(a: Finding, b: Finding): number {
  return (
    toTightness(a.rule) - toTightness(b.rule) ||
    b.memberCount - a.memberCount ||
    a.firstStep - b.firstStep
  );
}

/** The worst first: severity, then how much it covers, then where it begins. */
function compareWorst(a: Finding, b: Finding): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    b.memberCount - a.memberCount ||
    a.firstStep - b.firstStep ||
    toTightness(a.rule) - toTightness(b.rule)
  );
}

/**
 * One finding per stretch of steps (detection.md 3.3 point 4): a finding whose members mostly
 * belong to one already kept becomes an "also seen as" of it; then notes inside a warning do.
 * O(members).
 */
export function rankFindings(view: RunView, findings: readonly Finding[]): readonly Finding[] {
  const [apart, rows] = splitApart(boundRules(findings));
  const kept = mergeCovered(view, [...rows].sort(compareClaim));
  const warnings = kept.filter(({severity}) => severity !== 'info');
  const notes = kept.filter(({severity}) => severity === 'info');
  return [...mergeCovered(view, [...warnings, ...notes]), ...apart].sort(compareWorst);
}

/** Families that say something else of the same steps: a loop of payments is a loop, and payments. */
const APART = new Set(['governance']);
const APART_RULES = new Set(['context/silent-truncation', 'context/runaway-growth']);

function splitApart(findings: readonly Finding[]): readonly [Finding[], Finding[]] {
  const apart: Finding[] = [];
  const rows: Finding[] = [];
  for (const finding of findings) {
    const isApart = APART.has(finding.rule.split('/')[0] ?? '') || APART_RULES.has(finding.rule);
    (isApart ? apart : rows).push(finding);
  }
  return [apart, rows];
}

/**
 * Findings of one rule on one run that are kept, the longest ones. A run that repeats in thousands
 * of places is told by the first two hundred; how many more there were is in `metrics.notShown`.
 */
export const MAX_FINDINGS_PER_RULE = 200;

function boundRules(findings: readonly Finding[]): readonly Finding[] {
  const byRule = new Map<RuleId, Finding[]>();
  for (const finding of findings) {
    const own = byRule.get(finding.rule);
    if (own === undefined) byRule.set(finding.rule, [finding]);
    else own.push(finding);
  }
  return [...byRule.values()].flatMap(keepLongest);
}

function keepLongest(findings: readonly Finding[]): readonly Finding[] {
  const notShown = findings.length - MAX_FINDINGS_PER_RULE;
  if (notShown <= 0) return findings;
  const isInfo = ({severity}: Finding): number => (severity === 'info' ? 1 : 0);
  return [...findings]
    .sort(
      (a, b) => isInfo(a) - isInfo(b) || b.memberCount - a.memberCount || a.firstStep - b.firstStep,
    )
    .slice(0, MAX_FINDINGS_PER_RULE)
    .map((finding, i) => (i > 0 ? finding : {...finding, metrics: {...finding.metrics, notShown}}));
}

/** Keeps the findings in their order, but for those whose members mostly belong to an earlier one. */
function mergeCovered(view: RunView, ordered: readonly Finding[]): Finding[] {
  const owner = new Int32Array(view.steps.count).fill(-1);
  const kept: Finding[] = [];
  const also: Set<RuleId>[] = [];
  for (const finding of ordered) {
    const speaker = findSpeaker(owner, finding);
    const told = kept[speaker];
    if (told !== undefined) {
      for (const rule of [finding.rule, ...(finding.alsoSeenAs ?? [])]) {
        if (rule !== told.rule) also[speaker]?.add(rule);
      }
      continue;
    }
    claim(view, owner, finding, kept.length);
    kept.push(finding);
    also.push(new Set(finding.alsoSeenAs));
  }
  return kept.map((finding, i): Finding => {
    const rules = [...(also[i] ?? [])].sort();
    return rules.length === 0 ? finding : {...finding, alsoSeenAs: rules};
  });
}

function findSpeaker(owner: Int32Array, finding: Finding): number {
  const counts = new Map<number, number>();
  for (const step of finding.members) {
    const by = owner[step] ?? -1;
    if (by >= 0) counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  let best = -1;
  for (const [by, count] of counts) {
    if (count >= COVERED * finding.members.length && count > (counts.get(best) ?? 0)) best = by;
  }
  return best;
}

/** Members beyond those a finding keeps are the steps of the first member's lane up to the last. */
function claim(view: RunView, owner: Int32Array, finding: Finding, by: number): void {
  const take = (step: number): void => {
    if (owner[step] === -1) owner[step] = by;
  };
  for (const step of finding.members) take(step);
  if (finding.memberCount <= finding.members.length) return;
  const lane = view.steps.lane[finding.firstStep];
  const from = finding.members.at(-2) ?? finding.firstStep;
  for (let step = from; step <= finding.lastStep; step++) {
    if (view.steps.lane[step] === lane) take(step);
  }
}
