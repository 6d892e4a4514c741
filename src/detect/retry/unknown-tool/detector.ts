import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toWordIdentity} from '../../finding/identity.js';
import {quoteName, times} from '../../finding/words.js';
import {saysUnknownTool} from '../../view/answer-nature.js';
import type {CallTrack} from '../../view/call-track.js';
import {countDecisions} from '../../view/decisions.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError} from '../../view/step-kinds.js';

const thresholds = {
  warnCalls: {
    default: 3,
    unit: 'calls in a row',
    reason: 'a missing tool stays missing: goose denies at 3 equal errors',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;
/** Distinct errors that are read in one run. */
const MAX_READS = 20_000;

/** A tool that does not exist, called again and again. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('retry/unknown-tool'),
  version: 2,
  title: 'Unknown tool',
  flags: 'Calls in a row to tools that do not exist.',
  ignores: [
    'one or two misnamed calls that are then put right',
    'a shell command that is not found',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    const known = new Map<number, boolean>();
    for (const track of index.tracks) {
      let row: number[] = [];
      for (const step of track.steps) {
        if (step >= 0 && isUnknownTool(index, step, known)) {
          row.push(step);
          continue;
        }
        if (isStubborn(index, row, limits)) yield describe(index, track, row, limits);
        row = [];
      }
      if (isStubborn(index, row, limits)) yield describe(index, track, row, limits);
    }
  },
};

/** Several refused calls of one reply have not yet seen a refusal. */
function isStubborn({view}: RunIndex, row: readonly number[], {warnCalls}: Limits): boolean {
  return row.length >= warnCalls && countDecisions(view, row) >= warnCalls;
}

function isUnknownTool(index: RunIndex, step: number, known: Map<number, boolean>): boolean {
  if (!isError(index.view.steps, step)) return false;
  const key = index.view.steps.outcomeSig[step] ?? -1;
  const seen = known.get(key);
  if (seen !== undefined) return seen;
  if (key < 0 || known.size >= MAX_READS) return false;
  const verdict = saysUnknownTool(index.reader.answer(step) ?? '');
  known.set(key, verdict);
  return verdict;
}

function describe(
  index: RunIndex,
  track: CallTrack,
  row: readonly number[],
  limits: Limits,
): Finding {
  const names = [...new Set(row.map((step) => index.reader.name(step)))];
  const who =
    names.length === 1
      ? `${quoteName(names[0] ?? '')}, which does not exist,`
      : `${names.length} tools that do not exist`;
  return buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps: row,
    period: 1,
    laps: row.length,
    provableLaps: limits.warnCalls,
    isRow: true,
    severity: 'warning',
    confidence: 'high',
    confidenceReason: 'the errors are recorded, and they say so',
    title:
      names.length === 1
        ? `${who} was called ${times(row.length)} in a row`
        : `${who} were called ${times(row.length)} in a row`,
    unchanged: 'The error: no such tool.',
    benign: 'A misnamed call would be put right after the first error.',
    identity: toWordIdentity(['unknown-tool', ...names.slice(0, 8).sort()]),
    shows: {first: 'first refusal', again: 'called again, refused again', last: 'last refusal'},
  });
}
