import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {times} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError, KIND} from '../../view/step-kinds.js';
import {findSummaryRows} from './summary-rows.js';

const thresholds = {
  warnCompactions: {
    default: 3,
    unit: 'compactions in a row',
    reason: "Claude Code's breaker and others: 3; OpenHands: 10",
  },
  ineffective: {
    default: 0.8,
    unit: 'share of the tokens that is left',
    reason: 'what is left is near the trigger, so the next one is due at once',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** Compactions that make no room. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('context/compaction-thrash'),
  version: 2,
  title: 'Compaction thrash',
  flags:
    'Compactions in a row without work between them, or compactions and summaries that leave the context nearly as full.',
  ignores: ['compactions of a long run with work between them', 'a compaction that made room'],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const lane of view.lanes.keys()) {
      for (const row of findRows(index, lane, limits)) {
        if (row.length >= limits.warnCompactions) yield describe(index, lane, row, limits);
      }
      for (const row of findSummaryRows(view, lane, limits.ineffective)) {
        if (row.length >= limits.warnCompactions) yield describeSummaries(index, lane, row, limits);
      }
    }
  },
};

/** Compactions that follow each other without work, or all of which made no room. O(lane). */
function* findRows(index: RunIndex, lane: number, limits: Limits): Generator<readonly number[]> {
  const {steps, lanes} = index.view;
  let row: number[] = [];
  let worked = false;
  for (const step of lanes[lane]?.steps ?? []) {
    const kind = steps.kind[step];
    if (kind !== KIND.compaction) {
      const isCall = kind === KIND.tool || kind === KIND.llm || kind === KIND.handoff;
      if (isCall && !isError(steps, step)) worked = true;
      continue;
    }
    const previous = row.at(-1);
    const goesOn =
      previous !== undefined &&
      (!worked || (isIneffective(index, previous, limits) && isIneffective(index, step, limits)));
    if (!goesOn && row.length > 0) {
      yield row;
      row = [];
    }
    row.push(step);
    worked = false;
  }
  if (row.length > 0) yield row;
}

function isIneffective({view}: RunIndex, step: number, limits: Limits): boolean {
  const event = view.events[view.steps.eventIndex[step] ?? -1];
  if (event?.tokensBefore === undefined || event.tokensAfter === undefined) return false;
  return event.tokensAfter > limits.ineffective * event.tokensBefore;
}

function describe(index: RunIndex, lane: number, row: readonly number[], limits: Limits): Finding {
  const full = row.every((step) => isIneffective(index, step, limits));
  return buildLoopFinding(index, {
    rule: detector.id,
    lane,
    steps: row,
    period: 1,
    laps: row.length,
    provableLaps: limits.warnCompactions,
    isRow: true,
    severity: 'warning',
    confidence: 'high',
    confidenceReason: full
      ? 'the log tells the size before and after'
      : 'the compactions are recorded, and no work lies between them',
    title: full
      ? `The context was compacted ${times(row.length)} and stayed nearly as full each time`
      : `The context was compacted ${times(row.length)} in a row without work between`,
    unchanged: 'The context: it stayed as full as it was.',
    benign: 'A long run compacts now and then; each makes room for much work.',
    identity: toWordIdentity(['compaction-thrash']),
    shows: {
      first: 'first compaction',
      again: 'compacted again',
      last: 'last compaction of the row',
    },
  });
}

function describeSummaries(
  index: RunIndex,
  lane: number,
  row: readonly number[],
  limits: Limits,
): Finding {
  return buildLoopFinding(index, {
    rule: detector.id,
    lane,
    steps: row,
    period: 1,
    laps: row.length,
    provableLaps: limits.warnCompactions,
    isRow: false,
    severity: 'warning',
    confidence: 'medium',
    confidenceReason:
      'the sizes of the prompts are recorded; that a call sums up is told by its name',
    title: `The conversation was summed up before each of ${row.length} model calls, and the prompt stayed nearly as large`,
    unchanged: 'The prompt: each summary was paid for and made no room.',
    benign: 'A summary that works makes room for several calls.',
    identity: toWordIdentity(['compaction-thrash', 'summaries']),
    shows: {
      first: 'first summary that made no room',
      again: 'summed up again before the next call',
      last: 'last summary of the row',
    },
  });
}
