import type {FindingSeverity} from '../model/finding.js';
import type {StoredFinding} from './reader.js';

const RANK: Readonly<Record<FindingSeverity, number>> = {critical: 2, warning: 1, info: 0};

/** The findings of one run, arranged once for the keys. */
export interface FindingIndex {
  /** As they are stored: incidents name their findings by this place. */
  readonly inOrder: readonly StoredFinding[];
  /** Worst first: severity, then what it used, then where it begins. */
  readonly worstFirst: readonly StoredFinding[];
  /** By first step, worst first among those that begin together. */
  readonly byStep: readonly StoredFinding[];
  readonly byId: ReadonlyMap<string, StoredFinding>;
}

export function buildFindingIndex(findings: readonly StoredFinding[]): FindingIndex {
  const worstFirst = [...findings].sort(compareWorst);
  return {
    inOrder: findings,
    worstFirst,
    byStep: [...worstFirst].sort((a, b) => a.firstStep - b.firstStep),
    byId: new Map(findings.map((finding) => [finding.id, finding])),
  };
}

function compareWorst(a: StoredFinding, b: StoredFinding): number {
  return (
    RANK[b.severity] - RANK[a.severity] ||
    b.memberCount - a.memberCount ||
    a.firstStep - b.firstStep ||
    (a.id < b.id ? -1 : 1)
  );
}

/**
 * The finding a jump leads to. From the first step of a chosen finding the jump goes through those that
 * begin at the same step one by one. O(log n) would do; the list is what a person can read, so O(n) does too.
 */
export function findNextFinding(
  index: FindingIndex,
  from: {readonly step: number; readonly chosen: string | undefined},
  forward: boolean,
): StoredFinding | undefined {
  const {byStep} = index;
  const at = byStep.findIndex((item) => item.id === from.chosen && item.firstStep === from.step);
  if (at >= 0) return byStep[forward ? at + 1 : at - 1];
  return forward
    ? byStep.find((item) => item.firstStep > from.step)
    : byStep.findLast((item) => item.firstStep < from.step);
}

/** Does the finding cover the step, as far as its kept members tell? */
export function coversStep(finding: StoredFinding, step: number): boolean {
  return (
    step >= finding.firstStep && step <= finding.lastStep && lapOf(finding, step) !== 'outside'
  );
}

/**
 * The lap a step belongs to, from 1; `outside` where it is no member; `undefined` where the members
 * kept (MAX_MEMBERS) or the rule do not tell. O(log n).
 */
export function lapOf(finding: StoredFinding, step: number): number | 'outside' | undefined {
  const {members, memberCount, period, laps} = finding;
  const place = findPlace(members, step);
  const isCut = members.length < memberCount;
  if (place === undefined) {
    const lastKept = members[isCut ? members.length - 2 : members.length - 1] ?? -1;
    return isCut && step > lastKept && step < finding.lastStep ? undefined : 'outside';
  }
  if (laps === undefined) return undefined;
  if (isCut && place === members.length - 1) return laps;
  return Math.min(laps, Math.floor(place / (period ?? 1)) + 1);
}

function findPlace(members: readonly number[], step: number): number | undefined {
  let low = 0;
  let high = members.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const member = members[middle] ?? 0;
    if (member === step) return middle;
    if (member < step) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}
