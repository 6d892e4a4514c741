import type {StepRow} from '../reader.js';

/** Playing: the steps go on by themselves until a key, the end, or the breakpoint. */
export interface PlayState {
  /** The next step at which the breakpoint holds; undefined: none found (yet). */
  readonly stopAt: number | undefined;
  /** Where the search for it goes on; undefined: nothing is left to look for. */
  readonly searchFrom: number | undefined;
}

/** `recorded`: as it ran, times the factor; `steps`: so many a second, whatever the log says. */
export type PlaySpeed =
  | {readonly kind: 'recorded'; readonly factor: number}
  | {readonly kind: 'steps'; readonly perSecond: number};

export const PLAY_SPEEDS: readonly PlaySpeed[] = [
  {kind: 'recorded', factor: 1},
  {kind: 'recorded', factor: 4},
  {kind: 'recorded', factor: 16},
  {kind: 'steps', perSecond: 2},
  {kind: 'steps', perSecond: 10},
  {kind: 'steps', perSecond: 50},
  {kind: 'steps', perSecond: 500},
];
export const FIRST_SPEED = 1;

/** Pauses of a run are shown no longer than this: nobody waits out a night of polling. */
export const MAX_GAP_MS = 1500;
/** A step stays at least this long; below, several go in one frame. */
const MIN_GAP_MS = 16;
/** Where the log tells no time. */
const UNKNOWN_GAP_MS = 250;

export interface PlayTick {
  readonly delayMs: number;
  /** Steps to go on by. */
  readonly steps: number;
}

/** When the next step comes, and how many at once. */
export function planTick(
  speed: PlaySpeed,
  here: StepRow | undefined,
  next: StepRow | undefined,
): PlayTick {
  if (speed.kind === 'steps') {
    const gapMs = 1000 / speed.perSecond;
    const steps = Math.max(1, Math.round(MIN_GAP_MS / gapMs));
    return {delayMs: Math.max(MIN_GAP_MS, gapMs), steps};
  }
  const gapUs = (next?.startUs ?? NaN) - (here?.startUs ?? NaN);
  const gapMs = Number.isNaN(gapUs) ? UNKNOWN_GAP_MS : Math.max(0, gapUs) / 1000 / speed.factor;
  return {delayMs: Math.min(MAX_GAP_MS, Math.max(MIN_GAP_MS, gapMs)), steps: 1};
}

export function speedWords(speed: PlaySpeed): string {
  return speed.kind === 'recorded'
    ? `x${String(speed.factor)} of the recorded speed`
    : `${String(speed.perSecond)} steps/s`;
}
