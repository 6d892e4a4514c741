import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import type {GuardKind} from '../guard-kind.js';
import {ScopeMeters, type StepScopes} from './scope-meters.js';
import {walkWholeRun} from './walk-run.js';

/**
 * Count of each step if it began, on the recording as it is, whatever the limit: any limit of a guard that stops the
 * run is then one look at the counts. NaN = no business of the guard. O(n log n) in the steps.
 */
export function measureGuard(
  view: RunView,
  guard: Guard,
  given: {readonly kind: GuardKind; readonly scopes: StepScopes},
): Float64Array {
  const count = new Float64Array(view.steps.count).fill(NaN);
  const meters = new ScopeMeters(view, guard, given);
  walkWholeRun(view.steps, {
    begin(step) {
      meters.reach(step);
      count[step] = meters.begin(step);
    },
    settle(step) {
      meters.settle(step);
    },
  });
  return count;
}
