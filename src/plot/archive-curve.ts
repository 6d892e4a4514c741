import {scaleLinear, scalePoint} from 'd3-scale';
import {line as drawLine} from 'd3-shape';
import type {ArchiveTrial} from '../guard/archive/try-guard.js';
import {formatCompact} from '../text/numbers.js';

const WIDTH = 720;
const HEIGHT = 320;
const LEFT = 50;
const TOP = 30;
const BOTTOM = 260;

/**
 * The curve of one guard over its values, as SVG text: share of incidents stopped (solid) and of healthy runs wrongly
 * stopped (dashed, with its interval). Numbers and our own words only: nothing of a log is in it.
 */
export function plotArchiveCurve(id: string, {guard, curve}: ArchiveTrial): string {
  const names = curve.map(({limit}) => String(limit));
  const x = scalePoint(names, [LEFT, WIDTH - 20]);
  const y = scaleLinear([0, 1], [BOTTOM, TOP]);
  const at = (limit: number): number => Math.round(x(String(limit)) ?? LEFT);
  const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);
  const toPath = (values: readonly (readonly [number, number])[]): string =>
    drawLine<readonly [number, number]>()
      .x(([limit]) => at(limit))
      .y(([, value]) => Math.round(y(value)))([...values]) ?? '';
  const good = toPath(curve.map((point) => [point.limit, share(point.stopped, point.incidents)]));
  const bad = toPath(
    curve.map((point) => [point.limit, share(point.wronglyStopped, point.healthy)]),
  );
  const bars = curve.map(({limit, wrongShare, wronglyStopped, healthy}) => {
    const title = `${limit}: ${wronglyStopped} of ${healthy} healthy runs wrongly stopped`;
    return `<path d="M${at(limit)},${Math.round(y(wrongShare.low))}V${Math.round(y(wrongShare.high))}" stroke="#888"><title>${title}</title></path>`;
  });
  const ticks = curve.map(
    ({limit}) =>
      `<text x="${at(limit)}" y="${BOTTOM + 18}" text-anchor="middle">${formatCompact(limit)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" id="${id}" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11" role="img">`,
    `<title>${guard.title}: incidents stopped and healthy runs wrongly stopped, by limit</title>`,
    `<path d="M${LEFT},${TOP}V${BOTTOM}H${WIDTH - 20}" fill="none" stroke="#444"/>`,
    `<text x="${LEFT - 6}" y="${TOP + 4}" text-anchor="end">100%</text><text x="${LEFT - 6}" y="${BOTTOM + 4}" text-anchor="end">0%</text>`,
    ...bars,
    `<path d="${good}" fill="none" stroke="#111" stroke-width="2"><title>incidents stopped</title></path>`,
    `<path d="${bad}" fill="none" stroke="#111" stroke-width="2" stroke-dasharray="5 4"><title>healthy runs wrongly stopped</title></path>`,
    ...ticks,
    `<text x="${LEFT}" y="${HEIGHT - 20}">solid: incidents stopped; dashed: healthy runs wrongly stopped, with its 95 % interval; by limit (${guard.unit})</text>`,
    '</svg>',
    '',
  ].join('\n');
}
