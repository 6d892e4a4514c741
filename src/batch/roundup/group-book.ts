import type {FindingSeverity} from '../../model/finding.js';
import type {FleetRun} from '../fleet/fleet.js';
import {isIn, type Period} from './period.js';
import type {GroupRow} from './roundup.js';

interface Draft {
  readonly rule: string;
  readonly calls: readonly string[];
  severity: FindingSeverity;
  runs: number;
  runsBefore: number;
  firstUs: number;
  lastUs: number;
}

const RANK: Readonly<Record<FindingSeverity, number>> = {info: 0, warning: 1, critical: 2};

/** Which ways of failing are new in a period, which came back, and which are gone. */
export class GroupBook {
  readonly #period: Period;
  readonly #drafts = new Map<string, Draft>();

  constructor(period: Period) {
    this.#period = period;
  }

  /** What began after the period is not known to it. */
  addRun({summary: {startUs}, survey}: FleetRun): void {
    const {fromUs, untilUs, historyFromUs} = this.#period;
    if (startUs === undefined || startUs >= untilUs) return;
    const told = new Set<string>();
    for (const {group, rule, calls, severity} of survey.failures) {
      const draft = this.#drafts.get(group) ?? {
        ...{rule, calls, severity, runs: 0, runsBefore: 0},
        ...{firstUs: startUs, lastUs: startUs},
      };
      this.#drafts.set(group, draft);
      if (RANK[severity] > RANK[draft.severity]) draft.severity = severity;
      if (told.has(group)) continue;
      told.add(group);
      draft.firstUs = Math.min(draft.firstUs, startUs);
      draft.lastUs = Math.max(draft.lastUs, startUs);
      if (isIn(startUs, fromUs, untilUs)) draft.runs++;
      else if (isIn(startUs, historyFromUs, fromUs)) draft.runsBefore++;
    }
  }

  build(): readonly GroupRow[] {
    const {fromUs, periodsBefore} = this.#period;
    return [...this.#drafts]
      .filter(([, {runs, runsBefore}]) => runs + runsBefore > 0)
      .map(([id, draft]): GroupRow => ({
        id,
        ...draft,
        runsBefore: periodsBefore === 0 ? 0 : draft.runsBefore / periodsBefore,
        isNew: draft.firstUs >= fromUs,
      }))
      .sort(
        (a, b) =>
          Number(b.isNew) - Number(a.isNew) ||
          b.runs - a.runs ||
          RANK[b.severity] - RANK[a.severity] ||
          (a.id < b.id ? -1 : 1),
      );
  }
}
