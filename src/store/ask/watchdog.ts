import {Worker} from 'node:worker_threads';

/** How often the parent is looked for. */
const LOOK_MS = 500;

/**
 * Ends this process when its parent is gone or the time is up, also while SQLite keeps the main thread
 * busy: a thread of its own looks, and kills. The parent kills earlier; this is for when it cannot.
 */
export function startWatchdog(limitMs: number): void {
  const code = `
    const {workerData} = require('node:worker_threads');
    const began = Date.now();
    setInterval(() => {
      const gone = process.ppid !== workerData.parent || Date.now() - began > workerData.limitMs;
      if (gone) process.kill(process.pid, 'SIGKILL');
    }, workerData.lookMs);
  `;
  const workerData = {parent: process.ppid, limitMs, lookMs: LOOK_MS};
  new Worker(code, {eval: true, workerData}).unref();
}
