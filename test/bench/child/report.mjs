// Ends a child: its measurements, with the peak of its memory over its whole life.

/** Begins a measurement: what was done before (loading modules) does not count. */
export function start() {
  return {at: performance.now(), cpu: process.cpuUsage()};
}

/** Wall time, and processor time of all threads, since `start`. */
export function stop({at, cpu}) {
  const ms = performance.now() - at;
  const {user, system} = process.cpuUsage(cpu);
  return {ms, cpuMs: (user + system) / 1000};
}

/** @param since what `start` or `stop` gave */
export function report(since, fields) {
  const taken = 'at' in since ? stop(since) : since;
  const rssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({...fields, ...taken, rssMb})}\n`);
}
