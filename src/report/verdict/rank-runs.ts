import type {Confidence, FindingSeverity} from '../../model/finding.js';
import type {StoredFinding} from '../../replay/reader.js';
import type {JudgedRun} from './verdict-input.js';

const SEVERITY: Readonly<Record<FindingSeverity, number>> = {critical: 2, warning: 1, info: 0};
const CONFIDENCE: Readonly<Record<Confidence, number>> = {high: 2, medium: 1, low: 0};

/** Worst first: severity, then confidence, then how much of the run it covers, then order in the run. */
export function compareFindings(a: StoredFinding, b: StoredFinding): number {
  return (
    SEVERITY[b.severity] - SEVERITY[a.severity] ||
    CONFIDENCE[b.confidence] - CONFIDENCE[a.confidence] ||
    b.memberCount - a.memberCount ||
    a.firstStep - b.firstStep ||
    compareText(a.id, b.id)
  );
}

/** Runs with the worst finding first; runs without a finding keep the order of their ids at the end. */
export function rankRuns(runs: readonly JudgedRun[]): readonly JudgedRun[] {
  return [...runs].sort((a, b) => {
    const worstA = a.findings[0];
    const worstB = b.findings[0];
    if (worstA !== undefined && worstB !== undefined) {
      return compareFindings(worstA, worstB) || compareText(a.summary.id, b.summary.id);
    }
    if (worstA === undefined && worstB === undefined) {
      return compareText(a.summary.id, b.summary.id);
    }
    return worstA === undefined ? 1 : -1;
  });
}

/** By code units: the same everywhere, unlike `localeCompare`. */
function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
