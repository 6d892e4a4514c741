import {say} from '../../report/draft/say.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import type {PartName, RoundupDocument, RoundupPart} from './document.js';
import type {Roundup} from './roundup.js';
import {sayDrift, type ReplyTexts} from './say-drift.js';
import {sayMetrics} from './say-metrics.js';
import {sayMinute} from './say-numbers.js';
import {saySecurity} from './say-security.js';

/** The review in words. Pure. */
export function sayRoundup(
  roundup: Roundup,
  options: {readonly parts: readonly PartName[]; readonly texts: ReplyTexts},
): RoundupDocument {
  const {fromUs, untilUs, runs, metrics, drift, security} = roundup;
  const build: Readonly<Record<PartName, () => RoundupPart>> = {
    metrics: () => sayMetrics(metrics),
    drift: () => sayDrift(drift, options.texts),
    security: () => saySecurity(security),
  };
  return {
    title: 'Weekly roundup',
    intro: [
      say`From ${sayMinute(fromUs)} to ${sayMinute(untilUs)}: ${formatCount(metrics.now.runs)} of the archive's ${formatCountOf(runs, 'run')} began in it.`,
    ],
    parts: options.parts.map((name) => build[name]()),
  };
}
