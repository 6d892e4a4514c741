import type {RepeatRun} from './repeat-run.js';

/** Share of a run that lies in longer ones and makes it a part of them. */
const NESTED = 0.8;

/**
 * The longest runs first, without those that mostly lie inside longer ones: a repeat within the lap
 * of a loop is part of the lap. By start. O(sum of lengths), which for runs is O(n log n).
 */
export function dropNested<R extends RepeatRun>(runs: readonly R[], places: number): R[] {
  const byLength = [...runs].sort(
    (a, b) => b.end - b.start - (a.end - a.start) || a.period - b.period || a.start - b.start,
  );
  const taken = new Uint8Array(places);
  const kept: R[] = [];
  for (const run of byLength) {
    let covered = 0;
    for (let place = run.start; place < run.end; place++) covered += taken[place] ?? 0;
    if (covered >= NESTED * (run.end - run.start)) continue;
    taken.fill(1, run.start, run.end);
    kept.push(run);
  }
  return kept.sort((a, b) => a.start - b.start);
}
