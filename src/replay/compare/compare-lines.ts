import {assertNever} from '../../model/assert.js';
import type {JsonValue} from '../../model/json.js';
import type {Message} from '../../model/message.js';
import {formatCount, formatCountOf, formatTokens} from '../../text/numbers.js';
import {line, span, type Line} from '../../text/spans.js';
import type {StyleToken} from '../../text/style.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import type {PromptChange, StepDetail} from '../reader.js';
import {messageLines} from '../message-lines.js';
import {diffSteps, type FieldChange} from './diff-steps.js';
import type {LineChange} from './diff-lines.js';
import type {ValueChange} from './diff-values.js';
import type {Unchanged} from './lap-history.js';

/** Lines of one side of one change, and of a whole comparison (STYLE H5). */
const MAX_SIDE_LINES = 6;
const MAX_LINES = 3000;
/** Characters of one value that are looked at: a screen of them. */
const MAX_VALUE_CHARS = 4000;
/** What two long values begin with alike is left out but for so many characters. */
const CONTEXT_CHARS = 24;

export interface StepPair {
  readonly before: StepDetail;
  readonly after: StepDetail;
}

/** The pairs that differ, with what differs in them; then how many do not. */
export function stepsLines(pairs: readonly StepPair[], columns: number): readonly Line[] {
  const lines: Line[] = [];
  let same = 0;
  for (const pair of pairs) {
    const changes = diffSteps(pair.before, pair.after);
    const isSame = changes.every(({kind}) => kind === 'unread');
    if (isSame) same += 1;
    if (changes.length > 0) {
      lines.push(pairLine(pair));
      for (const change of changes) lines.push(...fieldLines(change, columns));
      lines.push(line('plain', literal('')));
    }
    if (lines.length > MAX_LINES) return cut(lines);
  }
  lines.push(...sameLines(pairs.length, same, columns));
  for (const pair of pairs) if (pair.after.kind === 'llm') lines.push(usedLine(pair));
  return cut(lines);
}

function cut(lines: readonly Line[]): readonly Line[] {
  if (lines.length <= MAX_LINES) return lines;
  const left = lines.length - MAX_LINES;
  return [...lines.slice(0, MAX_LINES), line('muted', show` ${formatCount(left)} more lines`)];
}

function pairLine({before, after}: StepPair): Line {
  return [
    span('strong', show` ${literal(after.kind)} ${visible(after.name)}`),
    span('muted', show`  step ${formatCount(before.step + 1)} -> ${formatCount(after.step + 1)}`),
  ];
}

function sameLines(all: number, same: number, columns: number): readonly Line[] {
  if (same === 0) return [];
  const text =
    same === all
      ? literal('nothing changed: same call, same arguments, same outcome (ids and times apart)')
      : show`${formatCountOf(same, 'other step')} of ${formatCount(all)}: nothing changed`;
  return noteLines(text, columns, 'warning');
}

/** What was used, whether it changed or not: laps that change nothing still cost. */
function usedLine({before, after}: StepPair): Line {
  const tokens = (detail: StepDetail): string =>
    detail.inputTokens === undefined ? '?' : formatTokens(detail.inputTokens);
  if (after.inputTokens === undefined && before.inputTokens === undefined)
    return [span('muted', show` step ${formatCount(after.step + 1)}: tokens are not recorded`)];
  return [
    span(
      'muted',
      show` step ${formatCount(after.step + 1)}: ${visible(tokens(before))} -> ${visible(tokens(after))} tokens in`,
    ),
  ];
}

export function unchangedLines(
  unchanged: Unchanged | undefined,
  lap: number,
  columns: number,
): readonly Line[] {
  if (unchanged === undefined) return [];
  const {sinceLap, likeness, isCut} = unchanged;
  const since = isCut
    ? show`lap ${formatCount(sinceLap)} or earlier`
    : show`lap ${formatCount(sinceLap)}`;
  const how = likeness === 'same-bytes' ? 'byte for byte' : 'ids and times apart';
  const text = show`nothing changed since ${since}: ${formatCountOf(lap - sinceLap + 1, 'lap')} with the same calls and the same outcomes, ${literal(how)}`;
  return [...noteLines(text, columns, 'warning'), line('plain', literal(''))];
}

export function noteLines(
  text: DisplayText,
  columns: number,
  token: StyleToken = 'muted',
): readonly Line[] {
  return wrapLine(text, columns - 2, 4).map((piece) => line(token, show` ${piece}`));
}

function fieldLines(change: FieldChange, columns: number): readonly Line[] {
  const name = line('accent', show`   ${literal(change.field)}`);
  switch (change.kind) {
    case 'value':
      return [
        name,
        ...sideLines('-', visible(change.before), columns),
        ...sideLines('+', visible(change.after), columns),
      ];
    case 'json': {
      const {changes, total, isCut} = change.diff;
      const lines = changes.flatMap((item) => valueLines(item, columns));
      const left = total - changes.length;
      if (left > 0) lines.push(line('muted', show`     ${formatCount(left)} more differences`));
      if (isCut) lines.push(line('muted', literal('     more is there than was compared')));
      return [name, ...lines];
    }
    case 'lines':
      return [name, ...change.changes.flatMap((item) => lineChangeLines(item, columns))];
    case 'unread':
      return [
        [...name, span('muted', literal('  its beginning is the same; the rest was not compared'))],
      ];
    default:
      return assertNever(change);
  }
}

function valueLines({path, before, after}: ValueChange, columns: number): Line[] {
  const [old, now] = leaveOutAlike(valueText(before), valueText(after));
  const where = path === '' ? [] : [line('muted', show`     ${visible(path)}`)];
  return [
    ...where,
    ...(before === undefined ? [] : sideLines('-', old, columns)),
    ...(after === undefined ? [] : sideLines('+', now, columns)),
  ];
}

function valueText(value: JsonValue | undefined): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Two long texts from shortly before the place where they part. */
function leaveOutAlike(before: string, after: string): readonly [DisplayText, DisplayText] {
  let at = 0;
  while (at < before.length && at < after.length && before[at] === after[at]) at += 1;
  const from = at > 2 * CONTEXT_CHARS ? at - CONTEXT_CHARS : 0;
  const tail = (text: string): DisplayText =>
    visible(`${from > 0 ? '…' : ''}${text.slice(from, from + MAX_VALUE_CHARS)}`);
  return [tail(before), tail(after)];
}

function lineChangeLines(change: LineChange, columns: number): readonly Line[] {
  switch (change.kind) {
    case 'same':
      return [line('muted', show`     … ${formatCountOf(change.count, 'line')} the same`)];
    case 'removed':
      return sideLines('-', visible(change.line.slice(0, MAX_VALUE_CHARS)), columns);
    case 'added':
      return sideLines('+', visible(change.line.slice(0, MAX_VALUE_CHARS)), columns);
    default:
      return assertNever(change);
  }
}

function sideLines(sign: '-' | '+', text: DisplayText, columns: number): readonly Line[] {
  const token: StyleToken = sign === '-' ? 'error' : 'ok';
  const wrapped = wrapLine(text, Math.max(1, columns - 8), MAX_SIDE_LINES + 1);
  const shown = wrapped.slice(0, MAX_SIDE_LINES);
  const lines = shown.map((piece, index) =>
    line(token, show`     ${literal(index === 0 ? sign : ' ')} ${piece}`),
  );
  if (wrapped.length > shown.length) lines.push(line('muted', literal('       …')));
  return lines;
}

/** What was added to the prompt, and what fell out. */
export function promptLines(change: PromptChange, columns: number): readonly Line[] {
  const {previousStep, kept, addedTotal, droppedTotal} = change;
  const against =
    previousStep === undefined
      ? literal('the first prompt of this lane that the log holds')
      : show`against step ${formatCount(previousStep + 1)}, the call before in this lane`;
  const counts = show`${formatCountOf(kept, 'message')} kept at the beginning, ${formatCount(addedTotal)} added, ${formatCount(droppedTotal)} fell out`;
  const lines: Line[] = [line('muted', show` ${against}`), line('strong', show` ${counts}`)];
  if (change.isCut)
    lines.push(...noteLines(literal('the lists are longer than what was compared'), columns));
  if (addedTotal === 0 && droppedTotal === 0)
    lines.push(
      ...noteLines(literal('nothing changed: the same prompt was sent again'), columns, 'warning'),
    );
  lines.push(line('plain', literal('')));
  lines.push(...sideMessages('-', 'fell out', change.dropped, {total: droppedTotal, columns}));
  lines.push(...sideMessages('+', 'added', change.added, {total: addedTotal, columns}));
  return cut(lines);
}

function sideMessages(
  sign: '-' | '+',
  word: string,
  messages: readonly Message[],
  shape: {readonly total: number; readonly columns: number},
): readonly Line[] {
  if (shape.total === 0) return [];
  const lines: Line[] = [line('accent', show` ${literal(word)}`)];
  const left = shape.total - messages.length;
  if (left > 0) lines.push(line('muted', show`     ${formatCountOf(left, 'earlier message')}`));
  for (const message of messages) {
    lines.push(line('muted', show`     ${visible(message.role)}`));
    for (const text of messageLines(message)) lines.push(...sideLines(sign, text, shape.columns));
  }
  return [...lines, line('plain', literal(''))];
}
