import {formatCount} from '../../../text/numbers.js';
import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildFactFinding} from '../../finding/build-fact-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {findGrowthRows} from './growth-rows.js';
import type {GrowthRow} from './growth-rows.js';

const thresholds = {
  warnCalls: {
    default: 12,
    unit: 'model calls in a row, each with a larger prompt',
    reason: 'a few long pages are read in one go; a dozen in a row are carried along',
  },
  growthTokens: {
    default: 3000,
    unit: 'tokens more than the call before',
    reason: 'the steps of 84 healthy SWE-bench runs mostly add less than 2,000',
  },
  fullTokens: {
    default: 100_000,
    unit: 'tokens of the last prompt, where the window is not told',
    reason: 'four fifths of the 128k window of common models',
  },
  fullShare: {
    default: 0.8,
    unit: 'share of the window, where it is told',
    reason: 'detection.md 3.8: time above 80 % of the window',
  },
  cachedShare: {
    default: 0.5,
    unit: 'share of the tokens read from a cache',
    reason: 'above, most of what is sent again costs little',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** The prompt grows by a large step at every call. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('context/runaway-growth'),
  version: 1,
  title: 'Runaway growth',
  flags: 'A prompt that grows by a large step at every model call until the window is nearly full.',
  ignores: [
    'a conversation that grows slowly, however long',
    'a few long pages',
    'a context that is compacted in time',
    'prompts most of which the provider reads from its cache (a note)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const options = {minCalls: limits.warnCalls, minStep: limits.growthTokens};
    for (const lane of view.lanes.keys()) {
      for (const row of findGrowthRows(view, lane, options)) {
        const full = findFull(index, row, limits);
        if (full >= 0) yield describe(index, lane, row, {limits, full});
      }
    }
  },
};

/** Place of the first prompt that nearly fills the window, -1 for none. */
function findFull({view}: RunIndex, {steps, sizes}: GrowthRow, limits: Limits): number {
  return sizes.findIndex((size, i) => {
    const window = view.spans.contextWindow?.[view.steps.spanRow[steps[i] ?? -1] ?? -1] ?? NaN;
    return size >= (Number.isNaN(window) ? limits.fullTokens : limits.fullShare * window);
  });
}

function describe(
  index: RunIndex,
  lane: number,
  {steps, sizes, cachedShare, isEstimated}: GrowthRow,
  {limits, full}: {readonly limits: Limits; readonly full: number},
): Finding {
  const [first, last] = [sizes[0] ?? 0, sizes.at(-1) ?? 0];
  const step = (last - first) / Math.max(1, sizes.length - 1);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const isCached = cachedShare >= limits.cachedShare;
  const provable = steps[Math.max(full, limits.warnCalls - 1)] ?? steps.at(-1) ?? 0;
  return buildFactFinding(index, {
    rule: detector.id,
    lane,
    steps,
    provableStep: provable,
    isRow: true,
    severity: isCached ? 'info' : 'warning',
    confidence: isEstimated ? 'medium' : 'high',
    confidenceReason: isEstimated
      ? 'the messages are recorded; the tokens are counted from them, four characters each'
      : 'the tokens of every prompt are recorded',
    title: `The prompt grew by about ${formatCount(step)} tokens at each of ${steps.length} model calls, to ${formatCount(last)}`,
    unchanged: 'All that was said before: it was sent again with every call.',
    benign: isCached
      ? 'Most of it was read from the provider’s cache, which costs little.'
      : 'Long work fills a context too, but slowly, or it makes room in time.',
    identity: toWordIdentity(['runaway-growth']),
    evidence: [
      {step: steps[0] ?? 0, shows: `first large step, to ${formatCount(first)} tokens`},
      {step: provable, shows: `${formatCount(sizes[steps.indexOf(provable)] ?? last)} tokens`},
      {step: steps.at(-1) ?? 0, shows: `${formatCount(last)} tokens`},
    ],
    metrics: {
      tokensPerCall: Math.round(step),
      tokensAtLast: Math.round(last),
      tokensSent: Math.round(total),
      sentAgainShare: total === 0 ? 0 : (total - last) / total,
      ...(Number.isNaN(cachedShare) ? {} : {cachedShare}),
    },
  });
}
