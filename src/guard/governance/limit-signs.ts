import {findVerdictSteps} from '../../detect/view/verdict-step.js';
import type {RunView} from '../../tree/run-view.js';

/** Places where a limit or a breaker of the orchestrator is recorded to have acted, as steps in order. */
export function findLimitSteps(view: RunView): readonly number[] {
  const verdicts = view.verdicts.filter(({kind}) => kind === 'limit' || kind === 'stuck');
  const found = new Set<number>();
  for (const step of findVerdictSteps(view, verdicts)) if (step >= 0) found.add(step);
  const limits = view.events.filter(({kind}) => kind === 'limit');
  if (limits.length > 0) {
    const stepOfRow = new Map<number, number>();
    for (const [step, row] of view.steps.spanRow.entries()) if (row >= 0) stepOfRow.set(row, step);
    const last = Math.max(0, view.steps.count - 1);
    for (const {spanRow} of limits) found.add(stepOfRow.get(spanRow) ?? last);
  }
  return [...found].sort((a, b) => a - b);
}
