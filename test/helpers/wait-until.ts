import {setTimeout} from 'node:timers/promises';

/** Between two looks, milliseconds. */
const LOOK_MS = 20;

/** Waits for a condition, not for a time (STYLE H72). @throws when it does not come in time */
export async function waitUntil(isSo: () => boolean, deadlineMs: number): Promise<void> {
  const untilMs = performance.now() + deadlineMs;
  while (!isSo()) {
    if (performance.now() > untilMs) throw new Error(`did not come within ${deadlineMs} ms`);
    await setTimeout(LOOK_MS);
  }
}
