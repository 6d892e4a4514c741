import {CHUNK_ROWS} from './chunk-layout.js';
import type {StepRowReader} from './read-step-rows.js';

/**
 * First step that begins at or after a time; the last step where none does. A binary search: steps lie in the
 * order of their starts, apart from those without a time, which are passed over within their chunk.
 */
export function findStepAtTime(
  rows: StepRowReader,
  run: {readonly key: number; readonly steps: number},
  timeUs: number,
): number | undefined {
  if (run.steps === 0) return undefined;
  let low = 0;
  let high = run.steps;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startNear(rows, run, middle) < timeUs) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, run.steps - 1);
}

/** Start of a step, or of the nearest before it that tells one; -Infinity where none in reach does. */
function startNear(
  rows: StepRowReader,
  run: {readonly key: number; readonly steps: number},
  step: number,
): number {
  const least = Math.max(0, step - CHUNK_ROWS);
  for (let at = step; at >= least; at--) {
    const place = rows.place(run, at);
    const start = place?.chunk.get('startUs', place.index) ?? NaN;
    if (!Number.isNaN(start)) return start;
  }
  return -Infinity;
}
