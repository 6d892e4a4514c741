import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import {STEP_FLAG} from '../../../tree/step-table.js';
import {toTokens} from '../../../tree/signature/query-tokens.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {times} from '../../finding/words.js';
import {findRuns} from '../../runs/find-runs.js';
import {countLaps} from '../../runs/repeat-run.js';
import {findReplyRows, isCutOff, readReply} from '../../view/replies.js';
import type {ReplyRow} from '../../view/replies.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {findBlockRepeat} from './block-repeat.js';

const thresholds = {
  warnReplies: {
    default: 3,
    unit: 'equal replies in a row',
    reason: 'OpenHands and Qwen: 3 equal messages without a call between',
  },
  blockRepeats: {
    default: 4,
    unit: 'times a block stands at the end of one reply',
    reason: 'OpenRouter: 4 repeats and 12 words; people repeat a word three times',
  },
  blockWords: {default: 12, unit: 'words in all blocks', reason: 'OpenRouter'},
  blockAnywhere: {
    default: 10,
    unit: 'times a block stands anywhere in one reply',
    reason: 'Gemini CLI: 10 equal chunks',
  },
  nearShare: {
    default: 0.9,
    unit: 'share of equal words',
    reason: 'near-equal text: one number or name changed in a sentence',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Distinct replies of a run that are read; of more, the longest by tokens. */
const MAX_READS = 5000;
/** Replies with fewer words have no near equals: "Step one." and "Step two." are two steps. */
const MIN_NEAR_WORDS = 8;

/** The same words again and again. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/text-repeat'),
  version: 1,
  title: 'Repeated text',
  flags: 'A model that says the same again and again, over several replies or within one.',
  ignores: [
    'replies with tool calls between them',
    'lists, tables, code, headings and dividers',
    'replies that a length limit cut off',
    'words repeated for emphasis',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const lane of view.lanes.keys()) {
      for (const row of findReplyRows(view, lane)) {
        yield* judgeRow(index, lane, row, limits);
      }
    }
    yield* judgeBlocks(index, limits);
  },
};

function* judgeRow(
  index: RunIndex,
  lane: number,
  row: ReplyRow,
  limits: Limits,
): Generator<Finding> {
  if (row.length < limits.warnReplies) return;
  const {view} = index;
  const texts = Int32Array.from(row, (step, i) => {
    // The same request again: the same answer is no wonder, and the conversation did not go on.
    if (i > 0 && isSameConversation(index, row[i - 1] ?? -1, step)) return -1;
    const isSpoken = ((view.steps.flags[step] ?? 0) & STEP_FLAG.textOnly) !== 0;
    return isSpoken && !isCutOff(view, step) ? (view.steps.textSig[step] ?? -1) : -1;
  });
  const ids = mergeNearTexts(index, row, texts, limits);
  for (const run of findRuns(ids, limits.warnReplies)) {
    const steps = row.slice(run.start, run.end);
    const laps = countLaps(run);
    const isNear = new Set(texts.subarray(run.start, run.end)).size > run.period;
    yield buildLoopFinding(index, {
      rule: detector.id,
      lane,
      steps,
      period: run.period,
      laps,
      provableLaps: limits.warnReplies,
      isRow: true,
      severity: 'warning',
      confidence: isNear ? 'medium' : 'high',
      confidenceReason: isNear
        ? 'the replies are recorded, and nearly all their words are equal'
        : 'the replies are recorded, and their words are equal',
      title: `The model said ${isNear ? 'nearly the same' : 'the same'} ${times(laps)} in a row, without a call between`,
      unchanged: 'The words of the reply.',
      benign: 'Work between the replies would show as calls; there are none.',
      identity: toWordIdentity(['text-repeat', ...readWords(index, steps[0] ?? 0).slice(0, 40)]),
      shows: {
        first: 'first of the replies',
        again: 'the same words again',
        last: 'last of the replies',
      },
    });
  }
}

function isSameConversation({view}: RunIndex, a: number, b: number): boolean {
  const node = (step: number): number => view.spans.inNode[view.steps.spanRow[step] ?? -1] ?? -1;
  return node(a) >= 0 && node(a) === node(b);
}

function readWords(index: RunIndex, step: number): readonly string[] {
  return toTokens((readReply(index.view, step) ?? '').slice(0, 20_000));
}

/** Gives a reply the number of the one before it where nearly all words are equal. */
function mergeNearTexts(
  index: RunIndex,
  row: ReplyRow,
  texts: Int32Array,
  limits: Limits,
): Int32Array {
  const ids = Int32Array.from(texts);
  if (row.length > MAX_READS) return ids;
  let before: readonly string[] | undefined;
  for (let i = 1; i < row.length; i++) {
    if ((texts[i] ?? -1) < 0 || (texts[i - 1] ?? -1) < 0 || texts[i] === texts[i - 1]) {
      if (texts[i] === texts[i - 1]) ids[i] = ids[i - 1] ?? -1;
      before = undefined;
      continue;
    }
    before ??= readWords(index, row[i - 1] ?? -1);
    const words = readWords(index, row[i] ?? -1);
    if (isNear(before, words, limits.nearShare)) ids[i] = ids[i - 1] ?? -1;
    before = words;
  }
  return ids;
}

/** Words in the same places, from the front and from the back. */
function isNear(a: readonly string[], b: readonly string[], share: number): boolean {
  const longer = Math.max(a.length, b.length);
  if (Math.min(a.length, b.length) < MIN_NEAR_WORDS) return false;
  let front = 0;
  while (front < Math.min(a.length, b.length) && a[front] === b[front]) front++;
  let back = 0;
  while (
    back < Math.min(a.length, b.length) - front &&
    a[a.length - 1 - back] === b[b.length - 1 - back]
  ) {
    back++;
  }
  return front + back >= share * longer;
}

function* judgeBlocks(index: RunIndex, limits: Limits): Generator<Finding> {
  const {view} = index;
  for (const step of pickDistinctReplies(index)) {
    const text = readReply(view, step);
    if (text === undefined) continue;
    const block = findBlockRepeat(text, {
      minRepeats: limits.blockRepeats,
      minWords: limits.blockWords,
      anywhereRepeats: limits.blockAnywhere,
    });
    if (block === undefined) continue;
    yield buildLoopFinding(index, {
      rule: detector.id,
      lane: view.steps.lane[step] ?? 0,
      steps: [step],
      period: 1,
      laps: block.repeats,
      provableLaps: 1,
      isRow: true,
      severity: 'warning',
      confidence: 'high',
      confidenceReason: 'the reply is recorded, and the block is equal word for word',
      title: `One reply repeats the same ${block.words} words ${times(block.repeats)}`,
      unchanged: 'The words of the block.',
      benign: 'Lists, tables, code and dividers repeat by nature and are left out.',
      identity: toWordIdentity(['text-block', ...readWords(index, step).slice(-block.words)]),
      shows: {
        first: 'the reply that repeats itself',
        again: 'the same words again',
        last: 'the same words again',
      },
      metrics: {blockWords: block.words},
    });
  }
}

/** First step of each distinct reply text, the longest replies first where there are too many. */
function pickDistinctReplies({view}: RunIndex): readonly number[] {
  const {textSig, outputTokens} = view.steps;
  const seen = new Set<number>();
  const picked: number[] = [];
  for (let step = 0; step < view.steps.count; step++) {
    const text = textSig[step] ?? -1;
    if (text < 0 || (view.steps.spanRow[step] ?? -1) < 0 || seen.has(text)) continue;
    seen.add(text);
    picked.push(step);
  }
  if (picked.length <= MAX_READS) return picked;
  const length = (step: number): number => {
    const tokens = outputTokens[step] ?? NaN;
    return Number.isNaN(tokens) ? 0 : tokens;
  };
  picked.sort((a, b) => length(b) - length(a) || a - b);
  return picked.slice(0, MAX_READS).sort((a, b) => a - b);
}
