import {formatLocator} from '../../model/locator.js';
import {formatAmount} from '../draft/cited.js';
import type {Evidence, EvidencePlace, EvidenceSources, Inlines} from '../draft/draft.js';
import {code, command, say, strong} from '../draft/say.js';
import {formatTimeUs} from '../../text/times.js';
import {formatCountOf} from '../../text/numbers.js';

/** One piece of evidence as an appendix or `show` tells it: what, how much, where, and how to ask again. */
export interface EvidenceLines {
  readonly head: Inlines;
  readonly places: readonly Inlines[];
  readonly query: string | undefined;
}

export function describeEvidence(evidence: Evidence, sources: EvidenceSources): EvidenceLines {
  const {shows, stepCount, places, digest, query} = evidence;
  const value = formatExact(evidence);
  const behind = stepCount === 0 ? '' : `; ${formatCountOf(stepCount, 'step')} behind it`;
  return {
    head: say`${shows}${value === '' ? '' : ': '}${strong(value)}${behind}; digest ${digest}`,
    places: places.map((place, index) =>
      describePlace(place, sources, {isLast: isGap(evidence, index), before: places[index - 1]}),
    ),
    query,
  };
}

/** Places are the first ones and the last: what is between is not listed. */
function isGap({places, stepCount}: Evidence, index: number): boolean {
  return index === places.length - 1 && stepCount > places.length;
}

interface PlaceContext {
  readonly isLast: boolean;
  /** The place told just before: its trace and file are not told again. */
  readonly before: EvidencePlace | undefined;
}

function describePlace(
  place: EvidencePlace,
  sources: EvidenceSources,
  {isLast, before}: PlaceContext,
): Inlines {
  const found = sources.get(place.step);
  const sameFile = before !== undefined && sources.get(before.step)?.source === found?.source;
  const sameTrace = sameFile && before.traceId === place.traceId;
  const trace =
    place.traceId === undefined || sameTrace ? say`` : say`, trace ${code(place.traceId)}`;
  const span = place.spanId === undefined ? say`` : say`, span ${code(place.spanId)}`;
  const where =
    found === undefined
      ? say`, not recorded where`
      : sameFile
        ? say`, ${formatLocator(found.at)}`
        : say`, ${command(found.source)}, ${formatLocator(found.at)}`;
  return say`${isLast ? 'to ' : ''}step ${place.step + 1} ${code(place.name)}${trace}${span}${where}`;
}

/** Exact, unlike in the text: a time to the microsecond, every token. */
export function formatExact({amount}: Evidence): string {
  if (amount === undefined) return '';
  const {value, unit} = amount;
  if (unit === 'microseconds since 1970') return formatTimeUs(value, 'utc').replace(/Z$/, '');
  if (unit === 'step number') return `step ${value}`;
  if (unit === 'microseconds') return `${value} microseconds (${formatAmount(amount)})`;
  return `${value} ${value === 1 ? unit.replace(/s$/, '') : unit}`;
}
