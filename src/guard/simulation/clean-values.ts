import {getRunIndex} from '../../detect/view/run-index.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import {getGuardKind} from '../make-guard.js';
import {measureGuard} from '../meter/measure.js';
import {buildStepScopes} from '../meter/scope-meters.js';

/** Whole-number limits that would have helped on this recording, with hindsight. */
export interface CleanValues {
  /** Smallest limit that trips, and only after the last new information. */
  readonly tightest: number;
  /** Largest limit that still trips. */
  readonly loosest: number;
}

/**
 * Undefined where no limit of this guard trips after the last new information, where the run succeeded (any stop
 * would have cut that), or where the log cannot tell. O(n log n).
 */
export function findCleanValues(view: RunView, guard: Guard): CleanValues | undefined {
  const kind = getGuardKind(guard.kind);
  if (view.outcome.value === 'succeeded' || kind.judge(view, guard) !== undefined) return undefined;
  const count = measureGuard(view, guard, {kind, scopes: buildStepScopes(view, guard)});
  const lastNew = getRunIndex(view).novelty.isNew.lastIndexOf(1);
  let before = 0;
  let after = -Infinity;
  for (let step = 0; step < count.length; step++) {
    const value = count[step] ?? NaN;
    if (Number.isNaN(value)) continue;
    if (step <= lastNew) before = Math.max(before, value);
    else after = Math.max(after, value);
  }
  const isAbove = kind.limit.tripsAt === 'above';
  const tightest = isAbove ? Math.ceil(before) : Math.floor(before) + 1;
  const loosest = isAbove ? Math.ceil(after) - 1 : Math.floor(after);
  return loosest >= tightest && loosest >= 0 ? {tightest, loosest} : undefined;
}
