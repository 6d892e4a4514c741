import {SIGNAL_EXIT, type StopSignal} from './exit-code.js';

export interface StopSignals {
  readonly signal: AbortSignal;
  /** Gives the signals back to the system. */
  release(): void;
}

/** How long work may take to come to a clean stop before the process ends anyway, milliseconds. */
const GRACE_MS = 5000;

/** Turns the first stop signal into an abort; a second one, or too long a pause, ends at once. */
export function listenToStopSignals(onGraceOver: (signal: StopSignal) => void): StopSignals {
  const controller = new AbortController();
  const removers: (() => void)[] = [];
  for (const name of Object.keys(SIGNAL_EXIT) as StopSignal[]) {
    const onSignal = (): void => {
      if (controller.signal.aborted) process.exit(SIGNAL_EXIT[name]);
      controller.abort(name);
      // A standard input that stays silent would keep its reader waiting for ever.
      process.stdin.destroy();
      setTimeout(() => {
        onGraceOver(name);
        process.exit(SIGNAL_EXIT[name]);
      }, GRACE_MS).unref();
    };
    process.on(name, onSignal);
    removers.push(() => process.off(name, onSignal));
  }
  return {
    signal: controller.signal,
    release() {
      for (const remove of removers) remove();
    },
  };
}
