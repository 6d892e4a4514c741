import type {JsonValue} from '../model/json.js';
import {formatLocator} from '../model/locator.js';
import type {Message} from '../model/message.js';
import {formatCount, formatCountOf, formatTokens} from '../text/numbers.js';
import {line, span, type Line} from '../text/spans.js';
import {formatDurationUs, formatTimeUs} from '../text/times.js';
import {joinDisplay, literal, show, visible, visibleLines} from '../text/visible.js';
import type {DisplayText} from '../text/visible.js';
import {padTo} from '../text/width.js';
import {wrapLines} from '../text/wrap.js';
import {aroundLines, type StepSurroundings} from './around-lines.js';
import {jsonText, MAX_BLOCK_CHARS, messageLines} from './message-lines.js';
import type {CutText, RunSummary, StepDetail} from './reader.js';
import {outcomeSpan} from './step-words.js';

/** Columns of the labels at the left; the longest is "< assistant". */
const LABEL_COLUMNS = 12;
/** Bound on the lines of one step (STYLE H5): 200 screens, and a cut says so. */
const MAX_DETAIL_LINES = 5000;
/** Prompt messages shown: the new end of a conversation tells more than its beginning. */
const SHOWN_MESSAGES = 6;

export interface DetailShape {
  readonly columns: number;
  /** Lines a block may take before it is folded; the opened pane shows all. */
  readonly blockLines: number;
}

/** All of one step as lines of at most `columns` columns: what first, then how, then where it is recorded. */
export function buildDetailLines(
  detail: StepDetail,
  around: StepSurroundings,
  shape: DetailShape,
): readonly Line[] {
  const {run} = around;
  const lines: Line[] = [headLine(detail)];
  const add = (label: string, text: readonly DisplayText[], hidden = 0): void => {
    lines.push(...block(label, text, {shape, hidden, budget: MAX_DETAIL_LINES - lines.length}));
  };
  if (detail.statusMessage !== undefined && detail.statusMessage !== '')
    add('status', visibleLines(detail.statusMessage));
  addCut(add, 'arguments', detail.args);
  addCut(add, 'result', detail.result);
  for (const message of detail.messagesOut)
    add(messageLabel(message, 'reply'), messageLines(message));
  addPrompt(add, detail);
  for (const {label, text} of aroundLines(detail, around)) add(label, text);
  add('agent', [agentPath(detail)]);
  const facts = factsOf(detail, run);
  if (facts !== undefined) add('facts', [facts]);
  if (detail.attributes !== undefined) add('attributes', attributeLines(detail.attributes));
  // A record that told a call and its result stands twice in the facts, and once here.
  const places = detail.locations.map(
    ({source, at}) => show`${visible(source)} ${visible(formatLocator(at))}`,
  );
  for (const place of new Set(places)) add('recorded', [place]);
  return lines;
}

type Add = (label: string, text: readonly DisplayText[], hidden?: number) => void;

function headLine(detail: StepDetail): Line {
  const parts: DisplayText[] = [];
  if (detail.durationUs !== undefined) parts.push(formatDurationUs(detail.durationUs));
  if (detail.inputTokens !== undefined)
    parts.push(show`${formatTokens(detail.inputTokens)} tokens in`);
  if (detail.outputTokens !== undefined) parts.push(show`${formatTokens(detail.outputTokens)} out`);
  if (detail.model !== undefined) parts.push(visible(detail.model));
  return [
    span('strong', show`${literal(detail.kind)} ${visible(detail.name)}`),
    span('plain', literal('  ')),
    outcomeSpan(detail.outcome),
    span('muted', parts.length === 0 ? literal('') : show`  ${joinDisplay(parts, ' · ')}`),
  ];
}

function block(
  label: string,
  text: readonly DisplayText[],
  limits: {readonly shape: DetailShape; readonly hidden: number; readonly budget: number},
): readonly Line[] {
  const columns = Math.max(1, limits.shape.columns - LABEL_COLUMNS);
  const most = Math.min(limits.shape.blockLines, Math.max(0, limits.budget));
  const wrapped = wrapLines(text, columns, most + 1);
  const isFolded = wrapped.length > most || limits.hidden > 0;
  const shown = isFolded ? wrapped.slice(0, Math.max(1, most)) : wrapped;
  const lines = shown.map((piece, index): Line => [
    span('muted', padTo(literal(index === 0 ? label : ''), LABEL_COLUMNS)),
    span('plain', piece),
  ]);
  if (limits.hidden > 0)
    lines.push(noteLine(show`… ${formatCountOf(limits.hidden, 'character')} more in the case`));
  else if (isFolded && most > 0) markFolded(lines);
  return lines;
}

/** The fold is marked on the last line itself: a line of its own would cost the text it announces. */
function markFolded(lines: Line[]): void {
  const last = lines.pop();
  if (last !== undefined) lines.push([...last, span('muted', literal(' …'))]);
}

function noteLine(text: DisplayText): Line {
  return [span('plain', padTo(literal(''), LABEL_COLUMNS)), span('muted', text)];
}

function addCut(add: Add, label: string, cut: CutText | undefined): void {
  if (cut === undefined) return;
  const text = cut.text.slice(0, MAX_BLOCK_CHARS);
  add(
    label,
    visibleLines(text === '' ? '(empty)' : text),
    Math.max(0, cut.totalChars - text.length),
  );
}

function addPrompt(add: Add, detail: StepDetail): void {
  const shown = detail.messagesIn.slice(-SHOWN_MESSAGES);
  const before = detail.messagesInTotal - shown.length;
  if (before > 0) add('prompt', [show`${formatCountOf(before, 'earlier message')}, then:`]);
  for (const message of shown) add(messageLabel(message, ''), messageLines(message));
}

function messageLabel(message: Message, label: string): string {
  return label === '' ? `< ${message.role}` : label;
}

function attributeLines(attributes: JsonValue): readonly DisplayText[] {
  if (typeof attributes !== 'object' || attributes === null || Array.isArray(attributes))
    return [jsonText(attributes)];
  return Object.entries(attributes).map(
    ([key, value]) => show`${visible(key)} = ${jsonText(value as JsonValue | undefined)}`,
  );
}

function agentPath(detail: StepDetail): DisplayText {
  const path = detail.parentPath.map((name) => visible(name));
  const who =
    path.length === 0 ? visible(detail.agent ?? 'not recorded') : joinDisplay(path, ' > ');
  return show`${who} · depth ${formatCount(detail.depth)}`;
}

function factsOf(detail: StepDetail, run: RunSummary): DisplayText | undefined {
  const facts: DisplayText[] = [];
  if (detail.startUs !== undefined) facts.push(formatTimeUs(detail.startUs, run.timeBasis));
  const {usage} = detail;
  if (usage?.cachedReadTokens !== undefined)
    facts.push(show`${formatTokens(usage.cachedReadTokens)} tokens from cache`);
  if (usage?.reasoningTokens !== undefined)
    facts.push(show`${formatTokens(usage.reasoningTokens)} tokens of reasoning`);
  if (usage?.source === 'estimated') facts.push(literal('tokens are estimated'));
  if (detail.spanId !== undefined) facts.push(show`span ${visible(detail.spanId)}`);
  return facts.length === 0 ? undefined : joinDisplay(facts, ' · ');
}

/** What stands in the pane until the reader has answered, or when it has no such step. */
export function placeholderLines(text: string): readonly Line[] {
  return [line('muted', literal(text))];
}
