/** Exit codes (DESIGN section 5): public interface, they change only with a line in CHANGELOG. */
export const EXIT = {
  done: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Usage, a named input that could not be read, or data loss under `--strict`. */
  usage: 2,
  bug: 70,
} as const;

/** 128 + number of the signal, as shells count. */
export const SIGNAL_EXIT = {SIGHUP: 129, SIGINT: 130, SIGTERM: 143} as const;
export type StopSignal = keyof typeof SIGNAL_EXIT;

export function isStopSignal(value: unknown): value is StopSignal {
  return typeof value === 'string' && Object.hasOwn(SIGNAL_EXIT, value);
}
