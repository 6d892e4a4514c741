import type {RunView} from '../../tree/run-view.js';

/**
 * How many replies of the model these calls come from: the calls of one reply are one decision, and
 * however alike, they are a fan-out and no repetition (goose#9136). A call of an unknown round is a
 * decision of its own. `steps` in order. O(steps).
 */
export function countDecisions({steps}: RunView, calls: readonly number[]): number {
  let decisions = 0;
  let before = -1;
  for (const step of calls) {
    const round = steps.round[step] ?? -1;
    if (round < 0 || round !== before) decisions++;
    before = round;
  }
  return decisions;
}
