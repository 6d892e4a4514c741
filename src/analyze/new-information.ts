import {PairIndex} from '../tree/pair-index.js';
import type {Lane, RunEvent} from '../tree/run-view.js';
import {OUTCOMES, STEP_KINDS} from '../tree/step-table.js';
import type {StepTable} from '../tree/step-table.js';

/** What one step told its lane (reference/detection.md 3.6). */
export const NEWS = {
  /** Nothing that could be new: model replies, starts, harness turns. */
  none: 0,
  /** An outcome seen before in the lane. */
  old: 1,
  /** First of its kind in the lane. */
  fresh: 2,
  /** An error not seen before: new, but no progress. */
  freshError: 3,
  /** The log does not show the outcome, or not of what. */
  unknown: 4,
  /** A real user turn: input from outside. */
  input: 5,
} as const;

export interface NewsOptions {
  /** Count the same answer to other arguments as old: for findings about results. */
  readonly ignoreArguments: boolean;
}

const ERROR = OUTCOMES.indexOf('error');

/**
 * News of each step of a lane, by place in `lane.steps`. Calls are judged by what they returned. A lane
 * without any call is judged by its replies. O(steps of the lane).
 */
export function readLaneNews(
  lane: Lane,
  steps: StepTable,
  events: readonly RunEvent[],
  {ignoreArguments}: NewsOptions,
): Uint8Array {
  const news = new Uint8Array(lane.steps.length);
  const seen = new PairIndex();
  const states = new Set<string>();
  const hasCalls = lane.steps.some((step) => isCall(steps, step));
  const judge = (base: number, told: number, fresh: number): number => {
    if (base < 0 || told < 0) return NEWS.unknown;
    const known = seen.count;
    return seen.intern(base, told) === known ? fresh : NEWS.old;
  };
  for (const [place, step] of lane.steps.entries()) {
    const kind = STEP_KINDS[steps.kind[step] ?? -1];
    const event = events[steps.eventIndex[step] ?? -1];
    if (kind === 'user-turn') news[place] = event?.synthetic === true ? NEWS.none : NEWS.input;
    else if (kind === 'state' && event?.fingerprint !== undefined) {
      news[place] = states.has(event.fingerprint) ? NEWS.old : NEWS.fresh;
      states.add(event.fingerprint);
    } else if (isCall(steps, step)) {
      const fresh = steps.outcome[step] === ERROR ? NEWS.freshError : NEWS.fresh;
      const call = (ignoreArguments ? steps.l0[step] : steps.l3[step]) ?? -1;
      news[place] = judge(call, steps.outcomeSig[step] ?? -1, fresh);
    } else if (kind === 'llm' && !hasCalls) {
      news[place] = judge(0, steps.textSig[step] ?? -1, NEWS.fresh);
    }
  }
  return news;
}

function isCall(steps: StepTable, step: number): boolean {
  const kind = STEP_KINDS[steps.kind[step] ?? -1];
  return kind === 'tool' || kind === 'handoff';
}
