import type {RunSummary} from '../../replay/reader.js';
import type {RunView} from '../../tree/run-view.js';
import {formatCount, formatCountOf, formatRatio, formatTokens} from '../../text/numbers.js';
import {cutLine, line, span, type Line} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';
import {padStartTo, padTo} from '../../text/width.js';
import {durationUs} from '../verdict/describe-use.js';
import type {DiffSection, RunDiff} from './run-diff.js';

export interface DiffSide {
  readonly summary: RunSummary;
  readonly view: RunView;
}

/** Rows of each list at most; the rest is counted. */
const MAX_SECTIONS = 40;
const MAX_ANSWERS = 10;
const MAX_TOOLS = 12;
/** Calls named in one row. */
const MAX_NAMED = 8;

/** What the two used, where they part, what only one did, what was answered differently. */
export function buildDiffLines(
  diff: RunDiff,
  a: DiffSide,
  b: DiffSide,
  width: number,
): readonly Line[] {
  const lines = [
    ...buildUse(a.summary, b.summary),
    line('plain', literal('')),
    ...buildParting(diff, a, b),
    line('plain', literal('')),
    ...buildSections(diff, a, b),
    ...buildAnswers(diff),
    ...buildTools(diff),
  ];
  return lines.map((one) => cutLine(one, width));
}

const USES: readonly (readonly [
  string,
  (run: RunSummary) => number | undefined,
  (value: number) => DisplayText,
])[] = [
  ['steps', (run) => run.steps, formatCount],
  ['model calls', (run) => run.llmCalls, formatCount],
  ['tool calls', (run) => run.toolCalls, formatCount],
  ['failed', (run) => run.errors, formatCount],
  ['tokens', (run) => sumTokens(run), formatTokens],
  ['time', (run) => durationUs(run), formatDurationUs],
  ['depth', (run) => run.maxDepth, formatCount],
];
const LABEL = 14;
const VALUE = 14;

function sumTokens({inputTokens, outputTokens}: RunSummary): number | undefined {
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return (inputTokens ?? 0) + (outputTokens ?? 0);
}

function buildUse(a: RunSummary, b: RunSummary): readonly Line[] {
  const name = (run: RunSummary): DisplayText => visible(run.name ?? 'run');
  const row = (label: string, cells: readonly DisplayText[]): Line => [
    span('muted', padTo(literal(label), LABEL)),
    ...cells.map((cell) => span('plain', padStartTo(cell, VALUE))),
  ];
  const lines: Line[] = [
    [span('strong', show`A  ${name(a)}`), span('muted', show`  run ${visible(a.id)}`)],
    [span('strong', show`B  ${name(b)}`), span('muted', show`  run ${visible(b.id)}`)],
    line('plain', literal('')),
    row('', [literal('A'), literal('B'), literal('B to A')]),
  ];
  for (const [label, read, format] of USES) {
    const [one, other] = [read(a), read(b)];
    if (one === undefined && other === undefined) continue;
    const told = (value: number | undefined): DisplayText =>
      value === undefined ? literal('?') : format(value);
    const ratio =
      one !== undefined && other !== undefined && one > 0
        ? show`${formatRatio(other / one)} times`
        : literal('');
    lines.push(row(label, [told(one), told(other), ratio]));
  }
  lines.push(row('outcome', [literal(a.outcome.value), literal(b.outcome.value), literal('')]));
  return lines;
}

function buildParting(diff: RunDiff, a: DiffSide, b: DiffSide): readonly Line[] {
  const {parting, sameSteps} = diff;
  if (parting === undefined) return [line('ok', literal('the two runs made the same calls'))];
  const same = show`${formatCountOf(sameSteps, 'step')} in common`;
  const at = ({view}: DiffSide, step: number | undefined): DisplayText =>
    step === undefined
      ? literal('nothing more of this')
      : show`step ${step + 1}: ${nameOf(view, step)}`;
  return [
    [span('title', literal('they part at')), span('muted', show`  (${same})`)],
    line('plain', show`  A  ${at(a, parting.a)}`),
    line('plain', show`  B  ${at(b, parting.b)}`),
  ];
}

function nameOf(view: RunView, step: number): DisplayText {
  return visible(view.spans.strings[view.steps.name[step] ?? -1] ?? '?');
}

function buildSections({sections}: RunDiff, a: DiffSide, b: DiffSide): readonly Line[] {
  const lines: Line[] = [];
  for (const section of sections.slice(0, MAX_SECTIONS)) {
    lines.push(section.kind === 'same' ? toSameLine(section) : toOnlyLine(section, a, b));
  }
  const more = sections.length - MAX_SECTIONS;
  if (more > 0) lines.push(line('muted', show`  and ${formatCount(more)} more stretches`));
  return lines;
}

function toSameLine({a, b, lane}: DiffSection): Line {
  return [
    span('muted', show`  same    ${toSpanText(a)} = ${toSpanText(b)}`),
    span('muted', show`  ${formatCountOf(a.length, 'step')}${ofLane(lane)}`),
  ];
}

function toOnlyLine(section: DiffSection, a: DiffSide, b: DiffSide): Line {
  const isA = section.kind === 'only-a';
  const steps = isA ? section.a : section.b;
  const {view} = isA ? a : b;
  return [
    span(isA ? 'warning' : 'accent', isA ? literal('- only A  ') : literal('+ only B  ')),
    span('plain', show`${toSpanText(steps)}  ${nameCalls(view, steps)}`),
    span('muted', ofLane(section.lane)),
  ];
}

function ofLane(lane: string | undefined): DisplayText {
  return lane === undefined || lane === '' ? literal('') : show`  of ${visible(lane)}`;
}

function toSpanText(steps: readonly number[]): DisplayText {
  const [first, last] = [steps[0] ?? 0, steps.at(-1) ?? 0];
  return first === last ? show`${first + 1}` : show`${first + 1}-${last + 1}`;
}

/** Names in order, repeats folded: `edit x3, test`. */
function nameCalls(view: RunView, steps: readonly number[]): DisplayText {
  const folded: {name: DisplayText; times: number}[] = [];
  for (const step of steps) {
    const name = nameOf(view, step);
    const last = folded.at(-1);
    if (last?.name === name) last.times++;
    else folded.push({name, times: 1});
    if (folded.length > MAX_NAMED) break;
  }
  const shown = folded
    .slice(0, MAX_NAMED)
    .map(({name, times}) => (times === 1 ? name : show`${name} x${times}`));
  return joinDisplay(folded.length > MAX_NAMED ? [...shown, literal('…')] : shown, ', ');
}

function buildAnswers({otherAnswers}: RunDiff): readonly Line[] {
  if (otherAnswers.length === 0) return [];
  const count = formatCountOf(otherAnswers.length, 'call');
  const lines: Line[] = [
    line('plain', literal('')),
    line('title', show`same call, other answer: ${count}`),
  ];
  for (const {a, b, name} of otherAnswers.slice(0, MAX_ANSWERS)) {
    lines.push(line('plain', show`  ${visible(name)}  step ${a + 1} of A, step ${b + 1} of B`));
  }
  const more = otherAnswers.length - MAX_ANSWERS;
  if (more > 0) lines.push(line('muted', show`  and ${formatCount(more)} more`));
  return lines;
}

function buildTools({tools}: RunDiff): readonly Line[] {
  const differing = tools.filter(({a, b}) => a !== b);
  if (differing.length === 0) return [];
  const lines: Line[] = [line('plain', literal('')), line('title', literal('calls by tool'))];
  for (const {name, a, b} of differing.slice(0, MAX_TOOLS)) {
    const note = a === 0 ? literal('  only B') : b === 0 ? literal('  only A') : literal('');
    lines.push([
      span('plain', show`  ${padTo(visible(name), 30)}`),
      span('plain', show`${padStartTo(formatCount(a), 8)}${padStartTo(formatCount(b), 8)}`),
      span('muted', note),
    ]);
  }
  return lines;
}
