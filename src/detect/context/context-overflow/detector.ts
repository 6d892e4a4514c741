import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {times} from '../../finding/words.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {KIND} from '../../view/step-kinds.js';
import {findCeilings} from './ceiling.js';
import {readOverflowSign} from './overflow-signs.js';
import type {OverflowSign} from './overflow-signs.js';

const thresholds = {
  warnCalls: {
    default: 2,
    unit: 'calls in a row that do not fit',
    reason: 'one refusal is how many agents learn that they must compact',
  },
  ceilingCalls: {
    default: 4,
    unit: 'calls in a row with one and the same prompt size, while work goes on',
    reason: 'a growing conversation that counts equal four times is cut to fit (Ollama)',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** The conversation no longer fits the model's window. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('context/context-overflow'),
  version: 2,
  title: 'Context overflow',
  flags:
    'Model calls whose conversation does not fit the window: refused, cut off, or silently truncated.',
  ignores: [
    'one refusal after which the run went on with a smaller context',
    'a rate limit that counts tokens',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const lane of view.lanes.keys()) {
      for (const row of findRows(index, lane)) yield describe(index, lane, row, limits);
      for (const steps of findCeilings(index, lane, limits.ceilingCalls)) {
        yield describe(index, lane, {steps, sign: 'ceiling', wentOn: false}, limits);
      }
    }
  },
};

interface OverflowRow {
  readonly steps: readonly number[];
  readonly sign: OverflowSign | 'ceiling';
  /** A later call of the lane fitted again. */
  readonly wentOn: boolean;
}

/** Maximal rows of model calls that did not fit, whatever lies between them. O(lane). */
function* findRows(index: RunIndex, lane: number): Generator<OverflowRow> {
  const {steps, lanes} = index.view;
  let row: number[] = [];
  let sign: OverflowSign = 'refused';
  for (const step of lanes[lane]?.steps ?? []) {
    if (steps.kind[step] !== KIND.llm) continue;
    const own = readOverflowSign(index, step);
    if (own !== undefined) {
      if (row.length === 0) sign = own;
      row.push(step);
      continue;
    }
    if (row.length > 0) yield {steps: row, sign, wentOn: true};
    row = [];
  }
  if (row.length > 0) yield {steps: row, sign, wentOn: false};
}

const TITLES = {
  refused: 'was refused because it did not fit the context window',
  stopped: 'stopped because the context window was full',
  over: 'was larger than the context window, without an error: a part of it was not read',
  ceiling: 'had exactly the same prompt size while the conversation went on: it was cut to fit',
} as const;

function describe(index: RunIndex, lane: number, row: OverflowRow, limits: Limits): Finding {
  const {steps, sign, wentOn} = row;
  const isCertain = sign !== 'ceiling';
  return buildLoopFinding(index, {
    rule: detector.id,
    lane,
    steps,
    period: 1,
    laps: steps.length,
    provableLaps: 1,
    isRow: true,
    severity: !wentOn || steps.length >= limits.warnCalls ? 'warning' : 'info',
    confidence: isCertain ? 'high' : 'medium',
    confidenceReason: isCertain
      ? sign === 'over'
        ? 'the log tells the size of the prompt and of the window'
        : 'the provider said so'
      : 'the prompt sizes are recorded and equal; the window itself is not told',
    title: `A model call ${TITLES[sign]} (${times(steps.length)} in a row)`,
    unchanged: 'The conversation: it stayed larger than the window.',
    benign: wentOn
      ? 'A later call fitted again, so the agent made room.'
      : 'An agent that compacts in time, or after the first refusal, would have gone on.',
    identity: toWordIdentity(['context-overflow', sign]),
    shows: {
      first: 'first call that did not fit',
      again: 'the next one did not fit either',
      last: 'last call that did not fit',
    },
  });
}
