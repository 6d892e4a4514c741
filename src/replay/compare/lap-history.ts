import type {StepRow} from '../reader.js';

/** How alike two laps are. */
export type Likeness = 'same-bytes' | 'same-but-ids' | 'different' | 'cannot-tell';

/** Two laps step by step, by the numbers stored with the steps: no text is read. */
export function compareLaps(before: readonly StepRow[], after: readonly StepRow[]): Likeness {
  if (before.length !== after.length || before.length === 0) return 'different';
  let likeness: Likeness = 'same-bytes';
  for (const [at, row] of after.entries()) {
    const other = before[at];
    if (other === undefined) return 'different';
    const step = compareRows(other, row);
    if (step === 'different') return 'different';
    if (step === 'cannot-tell' || likeness === 'cannot-tell') likeness = 'cannot-tell';
    else if (step === 'same-but-ids') likeness = 'same-but-ids';
  }
  return likeness;
}

function compareRows(before: StepRow, after: StepRow): Likeness {
  if (before.name !== after.name || before.outcome !== after.outcome) return 'different';
  const isSameArgs = before.argsBody === after.argsBody;
  const isSameResult = before.resultBody === after.resultBody;
  const isTold = after.argsBody !== undefined || after.resultBody !== undefined;
  if (isTold && isSameArgs && isSameResult && after.kind !== 'llm') return 'same-bytes';
  if (before.sameOutcome === undefined || after.sameOutcome === undefined) return 'cannot-tell';
  if (before.sameOutcome !== after.sameOutcome) return 'different';
  return after.kind === 'llm' ? 'same-bytes' : 'same-but-ids';
}

export interface Unchanged {
  /** First lap (from 1) from which on all are alike up to the last one given. */
  readonly sinceLap: number;
  readonly likeness: 'same-bytes' | 'same-but-ids';
  /** Earlier laps were not looked at. */
  readonly isCut: boolean;
}

/**
 * Since when nothing has changed: from the last lap back. `laps` are consecutive and end with lap `last`; the first
 * of them need not be lap 1. Undefined: the last lap differs from the one before, or cannot be told.
 */
export function findUnchanged(
  laps: readonly (readonly StepRow[])[],
  last: number,
): Unchanged | undefined {
  let sinceLap = last;
  let likeness: 'same-bytes' | 'same-but-ids' = 'same-bytes';
  for (let at = laps.length - 1; at > 0; at -= 1) {
    const alike = compareLaps(laps[at - 1] ?? [], laps[at] ?? []);
    if (alike === 'different' || alike === 'cannot-tell') break;
    if (alike === 'same-but-ids') likeness = alike;
    sinceLap = last - (laps.length - at);
  }
  if (sinceLap === last) return undefined;
  return {sinceLap, likeness, isCut: sinceLap === last - laps.length + 1 && sinceLap > 1};
}
