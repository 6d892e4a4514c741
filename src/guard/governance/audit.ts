import {KIND, OUTCOME} from '../../detect/view/step-kinds.js';
import type {Finding} from '../../model/finding.js';
import {getCallFacts} from '../calls/call-reader.js';
import type {CompiledPacks, CompiledRule} from '../packs/compile-packs.js';
import {recognizes} from '../packs/match-condition.js';
import type {GapCheckId} from '../packs/rule-pack.js';
import {checkApproval} from './checks/approval.js';
import {checkArgumentValidation, checkPathValidation} from './checks/argument-validation.js';
import type {CheckContext, GapCheck} from './checks/check.js';
import {checkContentSecurityPolicy} from './checks/content-security-policy.js';
import {checkIdempotency} from './checks/idempotency.js';
import {checkStepLimit} from './checks/step-limit.js';
import {toEvidence} from './evidence.js';
import {MAX_EVIDENCE, type AuditRow, type GapStatus, type Recognition} from './governance.js';
import {recognizeWrite} from './list-writes.js';
import {isRunaway} from './orchestration-breach.js';

const CHECKS: Readonly<Record<GapCheckId, GapCheck>> = {
  'path-validation': checkPathValidation,
  'argument-validation': checkArgumentValidation,
  'content-security-policy': checkContentSecurityPolicy,
  'step-limit': checkStepLimit,
  approval: checkApproval,
  idempotency: checkIdempotency,
};

/** Distinct calls that rules are tried on (STYLE H5): an incident repeats itself long before. */
const MAX_DISTINCT = 20_000;
const ORDER: readonly GapStatus[] = ['observed', 'suspected', 'cannot-be-shown'];

export interface AuditInput extends CheckContext {
  readonly packs: CompiledPacks;
}

/**
 * The technical audit: a row for each rule that fits some calls, and one for each runaway that no rule tells of.
 * Observed gaps first. O(distinct calls * rules), then O(calls).
 */
export function buildAudit(input: AuditInput): readonly AuditRow[] {
  const rows: AuditRow[] = [];
  const explained = new Set<number>();
  for (const {rule, steps} of matchRules(input)) {
    if (steps.length === 0) continue;
    const {status, reason, evidence} = CHECKS[rule.rule.check](input, steps);
    rows.push({
      component: rule.rule.component,
      failurePoint: rule.rule.failurePoint,
      governanceGap: rule.rule.gap,
      status,
      reason,
      recognizedBy: toRecognition(rule),
      evidence: joinEvidence(steps, evidence?.steps ?? []),
      pack: rule.pack,
      rule: rule.rule.id,
    });
    if (rule.rule.check === 'step-limit') for (const step of steps) explained.add(step);
  }
  rows.push(...describeRunaways(input, explained));
  return rows.sort((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status));
}

/** The failure first, then what shows the gap. */
function joinEvidence(steps: readonly number[], more: readonly number[]): AuditRow['evidence'] {
  const known = new Set(steps);
  const extra = more.filter((step) => !known.has(step));
  const failure = toEvidence(steps);
  const room = extra.slice(0, 3);
  return {
    steps: [...failure.steps.slice(0, MAX_EVIDENCE - room.length), ...room],
    count: failure.count + extra.length,
  };
}

function toRecognition({when}: CompiledRule): Recognition {
  const isByName = when.every(({patterns}) => patterns.every(({facet}) => facet === 'tool'));
  return isByName && when.some(({patterns}) => patterns.length > 0) ? 'tool-name' : 'arguments';
}

interface Matched {
  readonly rule: CompiledRule;
  readonly steps: number[];
}

function matchRules({view, packs, findings}: AuditInput): readonly Matched[] {
  const matched = packs.rules.map((rule): Matched => ({rule, steps: []}));
  const families = listFamilies(findings);
  const {steps} = view;
  const seen = new Set<number>();
  // Equal calls in the same situation match the same rules.
  const memo = new Map<string, readonly Matched[]>();
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] !== KIND.tool || (steps.argsBody[step] ?? -1) < 0) continue;
    const call = steps.l3[step] ?? -1;
    const repeated = call >= 0 && seen.has(call);
    seen.add(call);
    const own = families.get(step) ?? NONE;
    const succeeded = steps.outcome[step] !== OUTCOME.error;
    const key = `${call} ${repeated ? 1 : 0} ${succeeded ? 1 : 0} ${[...own].join()}`;
    let hits = call < 0 ? undefined : memo.get(key);
    if (hits === undefined) {
      if (memo.size >= MAX_DISTINCT) continue;
      const facts = getCallFacts(view, step);
      const writes =
        recognizeWrite(view, step, (given, at) => packs.matchesWrite(view, given, at)) !==
        undefined;
      const context = {writes, repeated, succeeded, families: own};
      hits = matched.filter(({rule}) => rule.when.some((one) => recognizes(one, facts, context)));
      memo.set(key, hits);
    }
    for (const hit of hits) hit.steps.push(step);
  }
  return matched;
}

const NONE: ReadonlySet<string> = new Set();

function listFamilies(findings: readonly Finding[]): ReadonlyMap<number, ReadonlySet<string>> {
  const families = new Map<number, Set<string>>();
  for (const finding of findings.filter(isRunaway)) {
    const family = finding.rule.split('/')[0] ?? '';
    for (const step of finding.members) {
      const own = families.get(step);
      if (own === undefined) families.set(step, new Set([family]));
      else own.add(family);
    }
  }
  return families;
}

/** A runaway that no rule of a pack tells of is still a failure of the agent's logic. */
function* describeRunaways(input: AuditInput, explained: ReadonlySet<number>): Generator<AuditRow> {
  for (const finding of input.findings.filter(isRunaway)) {
    if (finding.members.some((step) => explained.has(step))) continue;
    const {status, reason} = checkStepLimit(input, finding.members);
    yield {
      component: 'Agent logic',
      failurePoint: finding.title,
      governanceGap: 'Absence of a step limit or a circuit breaker',
      status,
      reason,
      recognizedBy: 'finding',
      evidence: {...toEvidence(finding.members), count: finding.memberCount},
      pack: 'core',
      rule: finding.rule,
    };
  }
}
