/**
 * The clock of a recording process: real time plus what the script adds. A scripted reply takes no
 * time, a model takes seconds; the script says how many, and every timestamp the frameworks take
 * moves on by that much. It is the only thing about a recording that is not as the framework had it.
 */
const realDateNow = Date.now;
const realPerformanceNow = performance.now.bind(performance);
const RealDate = Date;
let shiftMs = 0;

/** Moves the clock on. */
export function advance(ms) {
  shiftMs += ms;
}

/** Installs the clock, which then reads `start` (an ISO time). Call before a framework is imported. */
export function installClock(start) {
  shiftMs = RealDate.parse(start) - realDateNow();
  const origin = shiftMs;
  const now = () => realDateNow() + Math.round(shiftMs);
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given));
    }
    static now() {
      return now();
    }
  };
  performance.now = () => realPerformanceNow() + (shiftMs - origin);
  Object.defineProperty(performance, 'timeOrigin', {
    value: performance.timeOrigin + origin,
  });
  const realHrtime = process.hrtime;
  const hrtime = (earlier) => {
    const added = shiftMs - origin;
    const [seconds, nanos] = realHrtime();
    const total =
      BigInt(seconds) * 1_000_000_000n + BigInt(nanos) + BigInt(Math.round(added * 1e6));
    const since =
      earlier === undefined ? 0n : BigInt(earlier[0]) * 1_000_000_000n + BigInt(earlier[1]);
    const left = total - since;
    return [Number(left / 1_000_000_000n), Number(left % 1_000_000_000n)];
  };
  hrtime.bigint = () => realHrtime.bigint() + BigInt(Math.round((shiftMs - origin) * 1e6));
  process.hrtime = hrtime;
}
