import type {Finding} from '../../../model/finding.js';
import {toRuleId} from '../../../model/ids.js';
import type {Detector, Thresholds} from '../../detector.js';
import {buildLoopFinding} from '../../finding/build-finding.js';
import {toLoopIdentity} from '../../finding/identity.js';
import {quoteTool, times} from '../../finding/words.js';
import {isBareExit, saysUnknownTool} from '../../view/answer-nature.js';
import type {CallTrack} from '../../view/call-track.js';
import {countDecisions} from '../../view/decisions.js';
import {measurePace} from '../../view/pace.js';
import {getRunIndex} from '../../view/run-index.js';
import type {RunIndex} from '../../view/run-index.js';
import {isError, isOk} from '../../view/step-kinds.js';

const thresholds = {
  infoLaps: {default: 3, unit: 'failures in a row', reason: 'goose and Cline speak up at 3'},
  warnLaps: {
    default: 4,
    unit: 'failures in a row',
    reason: 'OpenHands SDK: nudge at 3, stuck at 4',
  },
} as const;

type Limits = Thresholds<typeof thresholds>;

/** The same failure again and again. See README.md. */
export const detector: Detector<typeof thresholds> = {
  id: toRuleId('loop/error-repeat'),
  version: 1,
  title: 'Error repeat',
  flags:
    'The same call failing again and again, or one tool failing with one error whatever it is given.',
  ignores: [
    'different commands of a shell that share only an exit code, or a long output',
    'failures that a change was made between',
    'failing calls of one model reply (fan-out)',
    'a call that backed off and then succeeded',
    'a tool that does not exist (judged by retry/unknown-tool)',
  ],
  thresholds,
  *detect(view, limits) {
    const index = getRunIndex(view);
    for (const track of index.tracks) yield* scan(index, track, limits);
  },
};

/** Two scans: the same call whatever the error says, then the same error whatever the call says. */
function* scan(index: RunIndex, track: CallTrack, limits: Limits): Generator<Finding> {
  const {steps} = index.view;
  const sameCall = (a: number, b: number): boolean =>
    (steps.l3[a] ?? -1) >= 0 && steps.l3[a] === steps.l3[b];
  const sameError = (a: number, b: number): boolean =>
    steps.l0[a] === steps.l0[b] &&
    (steps.outcomeSig[a] ?? -1) >= 0 &&
    (steps.outcomeSig[a] === steps.outcomeSig[b] || hasSameHead(index, a, b));
  for (const row of findFailingRows(index, track, sameCall)) {
    if (row.steps.length >= limits.infoLaps) yield* judge(index, track, row, limits);
  }
  for (const row of findFailingRows(index, track, sameError)) {
    if (row.steps.length < limits.infoLaps) continue;
    const calls = new Set(row.steps.map((step) => steps.l3[step]));
    const first = row.steps[0] ?? -1;
    const isVague = index.reader.nature(first).isShell && isVagueForShell(index, first);
    if (calls.size > 1 && !isVague) {
      yield* judge(index, track, row, limits);
    }
  }
}

/** Longest message of an error. What a program prints at length is its answer, whatever it exits with. */
const MAX_MESSAGE_CHARS = 300;

/** Different commands that share it have not met one error: an exit code alone, or an output. */
function isVagueForShell(index: RunIndex, step: number): boolean {
  const error = index.reader.answer(step) ?? '';
  return isBareExit(error) || error.length > MAX_MESSAGE_CHARS;
}

/** Beginning that makes two long errors one (goose REP-002: the first 100 characters). */
const HEAD_CHARS = 100;

/** Not for a shell: its errors begin with the same wrapper whatever was run. */
function hasSameHead(index: RunIndex, a: number, b: number): boolean {
  if (index.reader.nature(a).isShell) return false;
  const [one, other] = [index.reader.answer(a) ?? '', index.reader.answer(b) ?? ''];
  if (one.length <= HEAD_CHARS || other.length <= HEAD_CHARS) return false;
  return one.slice(0, HEAD_CHARS) === other.slice(0, HEAD_CHARS);
}

interface FailingRow {
  readonly steps: readonly number[];
  /** Step of the call after the row; -1 for none. */
  readonly next: number;
}

/** Maximal rows of failing calls, neighbours of which are alike. O(places). */
function* findFailingRows(
  index: RunIndex,
  track: CallTrack,
  alike: (a: number, b: number) => boolean,
): Generator<FailingRow> {
  let row: number[] = [];
  for (const step of track.steps) {
    const previous = row.at(-1);
    const fails = step >= 0 && isError(index.view.steps, step);
    if (fails && previous !== undefined && alike(previous, step)) {
      row.push(step);
      continue;
    }
    if (row.length > 1) yield {steps: row, next: step};
    row = fails ? [step] : [];
  }
  if (row.length > 1) yield {steps: row, next: -1};
}

function* judge(
  index: RunIndex,
  track: CallTrack,
  {steps: row, next}: FailingRow,
  limits: Limits,
): Generator<Finding> {
  const first = row[0] ?? 0;
  const answer = index.reader.answer(first) ?? '';
  if (saysUnknownTool(answer)) return;
  const decisions = countDecisions(index.view, row);
  if (decisions < limits.infoLaps) return;
  const {steps} = index.view;
  const isOneCall = row.every((step) => steps.l3[step] === steps.l3[first]);
  const errors = new Set(row.map((step) => steps.outcomeSig[step])).size;
  const overcome = isOneCall && isOvercome(index, row, next);
  const tool = quoteTool(index, first);
  yield buildLoopFinding(index, {
    rule: detector.id,
    lane: track.lane,
    steps: row,
    period: 1,
    laps: row.length,
    provableLaps: limits.warnLaps,
    isRow: true,
    severity: decisions >= limits.warnLaps && !overcome ? 'warning' : 'info',
    confidence: 'high',
    confidenceReason: 'the failures are recorded',
    title: isOneCall
      ? `${tool} failed ${times(row.length)} in a row with the same arguments`
      : `${tool} failed ${times(row.length)} in a row with the same error, whatever it was given`,
    unchanged: !isOneCall
      ? 'The error. Only the arguments moved.'
      : errors === 1
        ? 'The arguments and the error.'
        : 'The arguments. The error text moved, the failure did not.',
    benign: overcome
      ? 'It waited longer each time and succeeded in the end: a legitimate retry.'
      : 'A retry would back off and succeed, a fix would change something between the attempts.',
    identity: toLoopIdentity(index, isOneCall ? [first] : row.slice(0, 1)),
    shows: {first: 'first failure', again: 'failed again', last: 'last failure of the row'},
    metrics: {distinctErrors: errors},
  });
}

/** The very next call is the same one, it succeeds, and the gaps had grown. */
function isOvercome(index: RunIndex, row: readonly number[], next: number): boolean {
  if (next < 0 || !isOk(index.view.steps, next)) return false;
  const {l3} = index.view.steps;
  return l3[next] === l3[row[0] ?? -1] && measurePace(index.view, [...row, next]).backsOff;
}
