import type {RunView} from '../../tree/run-view.js';

/** How the time between calls developed. */
export interface Pace {
  /** First start to last start in microseconds; NaN if a time is unknown. */
  readonly spanUs: number;
  /** The gaps grow: a back-off. False where times are unknown. */
  readonly backsOff: boolean;
}

/** The later gaps must be this many times the earlier ones. Exponential back-off doubles each. */
const GROWTH = 1.5;

/** Compares the middle gap of the first half with that of the second. O(n log n). */
export function measurePace(view: RunView, calls: readonly number[]): Pace {
  const gaps: number[] = [];
  for (let i = 1; i < calls.length; i++) {
    const gap =
      (view.steps.startUs[calls[i] ?? -1] ?? NaN) - (view.steps.startUs[calls[i - 1] ?? -1] ?? NaN);
    if (Number.isNaN(gap)) return {spanUs: NaN, backsOff: false};
    gaps.push(gap);
  }
  const half = gaps.length >> 1;
  const spanUs = gaps.reduce((sum, gap) => sum + gap, 0);
  if (half === 0) return {spanUs, backsOff: false};
  const early = middleOf(gaps.slice(0, half));
  const late = middleOf(gaps.slice(gaps.length - half));
  return {spanUs, backsOff: late >= GROWTH * early && late > 0};
}

function middleOf(values: number[]): number {
  values.sort((a, b) => a - b);
  return values[values.length >> 1] ?? 0;
}
