/** z of a two-sided 95 % interval. */
const Z = 1.959963984540054;

/** Share with its Wilson score interval: honest for few trials and for shares near 0 and 1. */
export interface ShareInterval {
  readonly low: number;
  readonly high: number;
}

/** 95 % interval of `hits` of `trials`; the whole range where there are none. E. B. Wilson, JASA 22 (1927). */
export function buildWilsonInterval(hits: number, trials: number): ShareInterval {
  if (trials === 0) return {low: 0, high: 1};
  const share = hits / trials;
  const z2 = Z * Z;
  const centre = share + z2 / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share) + z2 / (4 * trials)) / trials);
  const scale = 1 + z2 / trials;
  return {
    low: hits === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    high: hits === trials ? 1 : Math.min(1, (centre + spread) / scale),
  };
}
