import type {Finding} from '../../model/finding.js';
import {STEP_FLAG} from '../../tree/step-table.js';
import {isContinueTurn} from '../view/continue-turn.js';
import type {RunIndex} from '../view/run-index.js';
import {KIND} from '../view/step-kinds.js';

/** How a stretch of a lane (or, with a lane below 0, of the run) ended, as far as the run tells. */
export function findEnding(
  index: RunIndex,
  lane: number,
  lastStep: number,
): NonNullable<Finding['ending']> {
  const {view, order, novelty} = index;
  if (lane < 0) return findRunEnding(index, lastStep);
  const laneSteps = view.lanes[lane]?.steps ?? new Int32Array(0);
  const next = laneSteps[(order.place[lastStep] ?? 0) + 1] ?? -1;
  if (next >= 0 && isRealTurn(index, next)) return 'cut-by-user';
  if ((novelty.lastNewOfLane[lane] ?? -1) > lastStep) return 'recovered';
  const limited = view.verdicts.some(({kind}) => kind === 'limit' || kind === 'stuck');
  if (limited) return 'stopped-by-guard';
  if (next < 0) return 'ran-to-end';
  const lastCall = laneSteps.findLast((step) => view.steps.kind[step] === KIND.tool) ?? -1;
  return lastCall <= lastStep ? 'ran-to-end' : 'unknown';
}

function findRunEnding(
  {view, novelty}: RunIndex,
  lastStep: number,
): NonNullable<Finding['ending']> {
  if (novelty.lastNewOfLane.some((step) => step > lastStep)) return 'recovered';
  if (view.verdicts.some(({kind}) => kind === 'limit' || kind === 'stuck')) {
    return 'stopped-by-guard';
  }
  return lastStep === view.steps.count - 1 ? 'ran-to-end' : 'unknown';
}

function isRealTurn({view}: RunIndex, step: number): boolean {
  const {kind, flags, eventIndex} = view.steps;
  if (kind[step] !== KIND.userTurn || ((flags[step] ?? 0) & STEP_FLAG.synthetic) !== 0)
    return false;
  const text = view.events[eventIndex[step] ?? -1]?.text;
  return text === undefined || !isContinueTurn(text);
}
