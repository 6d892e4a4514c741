import {OUTCOME, KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {Guard} from '../guard.js';
import type {GuardKind, Meter} from '../guard-kind.js';
import {buildScopeKeys, NO_KEY} from './scope-keys.js';
import {buildTurns} from './turns.js';
import {walkRun} from './walk-run.js';

/** What a guard counted, whatever its limit: any limit is then one look at the counts. */
export interface Measurement {
  /** Count of each step if it began; NaN = no business of the guard. */
  readonly count: Float64Array;
  readonly key: Int32Array;
  /** Stretch between two resets by a user turn; 0 throughout where the guard has none. */
  readonly turn: Int32Array;
}

/** O(n log n) in the steps. */
export function measureGuard(view: RunView, kind: GuardKind, guard: Guard): Measurement {
  const {steps} = view;
  const count = new Float64Array(steps.count).fill(NaN);
  const key = buildScopeKeys(view, guard);
  const turn = guard.reset === 'user-turn' ? buildTurns(view) : new Int32Array(steps.count);
  let meters = new Map<number, Meter>();
  let now = 0;
  walkRun(steps, {
    begin(step) {
      if (turn[step] !== now) {
        now = turn[step] ?? 0;
        meters = new Map();
      }
      const scope = key[step] ?? NO_KEY;
      if (scope === NO_KEY) return;
      let meter = meters.get(scope);
      if (meter === undefined) meters.set(scope, (meter = kind.startMeter(view, guard)));
      count[step] = meter.begin(step) ?? NaN;
    },
    settle(step) {
      const scope = key[step] ?? NO_KEY;
      // A result that arrives after the reset belongs to a counter that is gone.
      if (scope === NO_KEY || turn[step] !== now) return;
      const isSuccess = steps.kind[step] === KIND.tool && steps.outcome[step] === OUTCOME.ok;
      if (guard.reset === 'success' && isSuccess) meters.delete(scope);
      else meters.get(scope)?.settle?.(step);
    },
  });
  return {count, key, turn};
}
