import {formatLocator} from '../../model/locator.js';
import type {FindingSeverity} from '../../model/finding.js';
import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import type {StyleToken} from '../../text/style.js';
import {formatTimeUs} from '../../text/times.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {describeRecords, describeUnknowns} from './describe-unknowns.js';
import {describeUse} from './describe-use.js';
import {rankRuns} from './rank-runs.js';
import type {DiagnosticGroup, JudgedRun, StepPlace, VerdictInput} from './verdict-input.js';

/** One part of the verdict, before it is laid out. All text is safe to show. */
export type VerdictBlock =
  | {readonly kind: 'title'; readonly token: StyleToken; readonly text: DisplayText}
  | {readonly kind: 'sentence'; readonly text: DisplayText}
  | {readonly kind: 'field'; readonly label: DisplayText; readonly lines: readonly DisplayText[]}
  /** One line a run, cut to the width. */
  | {readonly kind: 'item'; readonly token: StyleToken; readonly text: DisplayText}
  | {readonly kind: 'command'; readonly text: DisplayText}
  | {readonly kind: 'gap'};

export type Verdict = readonly VerdictBlock[];

/** Runs listed one by one; the rest is counted (STYLE H5). */
const MAX_LISTED_RUNS = 20;
/** Diagnostic codes and further findings listed one by one. */
const MAX_LISTED = 6;

const GLYPH: Readonly<Record<FindingSeverity, string>> = {critical: 'x', warning: '!', info: 'i'};
const TOKEN: Readonly<Record<FindingSeverity, StyleToken>> = {
  critical: 'critical',
  warning: 'warning',
  info: 'accent',
};
const GAP: VerdictBlock = {kind: 'gap'};

/** The verdict on these runs, for a tired person: what broke, since when, how much, what next. Pure. */
export function buildVerdict(input: VerdictInput): Verdict {
  const runs = rankRuns(input.runs);
  const worst = runs[0];
  if (worst === undefined) return buildEmpty(input);
  const blocks: VerdictBlock[] = [];
  if (runs.length > 1) blocks.push(...listRuns(runs), GAP);
  const finding = worst.findings[0];
  if (finding === undefined) blocks.push(...describeHealthy(runs, input.rules));
  else blocks.push(...describeFinding(worst, finding));
  blocks.push(
    {
      kind: 'field',
      label: literal('cannot see'),
      lines: describeUnknowns(runs, input.records),
    },
    {kind: 'field', label: literal('data'), lines: describeData(input)},
    GAP,
    ...nextCommands(worst, finding, input.caseOption),
  );
  return blocks;
}

function buildEmpty(input: VerdictInput): Verdict {
  return [
    {kind: 'title', token: 'warning', text: literal('! nothing to judge: no run in these files')},
    {kind: 'field', label: literal('data'), lines: describeData(input)},
  ];
}

function listRuns(runs: readonly JudgedRun[]): readonly VerdictBlock[] {
  const broken = runs.filter(({findings}) => findings.length > 0).length;
  const head = show`${formatCount(broken)} of ${formatCount(runs.length)} runs have findings`;
  const blocks: VerdictBlock[] = [
    {kind: 'title', token: 'title', text: broken > 0 ? show`${head}, worst first` : head},
  ];
  for (const run of runs.slice(0, MAX_LISTED_RUNS)) blocks.push(listRun(run));
  const rest = runs.length - MAX_LISTED_RUNS;
  if (rest > 0) blocks.push({kind: 'sentence', text: show`and ${formatCountOf(rest, 'more run')}`});
  return blocks;
}

function listRun(run: JudgedRun): VerdictBlock {
  const finding = run.findings[0];
  const name = nameRun(run.summary);
  if (finding === undefined) {
    const size = formatCountOf(run.summary.steps, 'step');
    return {kind: 'item', token: 'plain', text: show`- no finding  ${name}, ${size}`};
  }
  const more = run.findings.length - 1;
  const also = more > 0 ? show` and ${formatCount(more)} more` : literal('');
  const head = show`${glyph(finding)} ${visible(finding.severity)}  ${visible(finding.rule)}${also}`;
  return {
    kind: 'item',
    token: TOKEN[finding.severity],
    text: show`${head}  step ${formatStep(finding.firstStep)} of ${name}`,
  };
}

function describeFinding(run: JudgedRun, finding: StoredFinding): readonly VerdictBlock[] {
  const {summary} = run;
  const blocks: VerdictBlock[] = [
    {
      kind: 'title',
      token: TOKEN[finding.severity],
      text: show`${glyph(finding)} ${visible(finding.severity)}: ${visible(finding.rule)} in ${nameRun(summary)}`,
    },
    {kind: 'sentence', text: visible(finding.title)},
    GAP,
  ];
  const field = (label: string, ...lines: readonly DisplayText[]): void => {
    if (lines.length > 0) blocks.push({kind: 'field', label: literal(label), lines});
  };
  field('since', ...describePlace(finding.firstStep, run.since, summary));
  field('repeats', describeRepeats(finding, summary));
  field('unchanged', visible(finding.unchanged));
  if (finding.lastNewStep !== undefined) {
    field('last news', show`step ${formatStep(finding.lastNewStep)}: nothing new after it`);
  }
  field('used', ...describeUse(finding.use, summary));
  field('confidence', show`${visible(finding.confidence)}: ${visible(finding.confidenceReason)}`);
  field('benign?', visible(finding.benign));
  field('ending', ...describeEnding(finding, summary));
  field('also', ...describeOthers(run.findings.slice(1)));
  return blocks;
}

function describePlace(
  firstStep: number,
  place: StepPlace | undefined,
  run: RunSummary,
): readonly DisplayText[] {
  const of = show`step ${formatStep(firstStep)} of ${formatCount(run.steps)}`;
  if (place === undefined) return [of];
  const time =
    place.startUs === undefined
      ? literal('')
      : show`, ${formatTimeUs(place.startUs, run.timeBasis)}`;
  const lines = [show`${of}: ${visible(place.name)}${time}`];
  if (place.source !== undefined) {
    const at = place.at === undefined ? literal('') : show`, ${visible(formatLocator(place.at))}`;
    lines.push(show`${visible(place.source)}${at}`);
  }
  return lines;
}

function describeRepeats(finding: StoredFinding, run: RunSummary): DisplayText {
  const isLast = finding.lastStep >= run.steps - 1;
  const until = isLast
    ? literal('to the end of the run')
    : show`to step ${formatStep(finding.lastStep)}`;
  if (finding.laps === undefined || finding.period === undefined) {
    return show`${formatCountOf(finding.memberCount, 'step')}, ${until}`;
  }
  const lap = formatCountOf(finding.period, 'call');
  return show`${formatCountOf(finding.laps, 'lap')} of ${lap} each, ${until}`;
}

const ENDINGS = {
  'ran-to-end': 'it was still going on at the end of the log',
  'stopped-by-guard': 'a limit stopped it',
  recovered: 'the run got out of it',
  'cut-by-user': 'a person stopped it',
  unknown: undefined,
} as const;

function describeEnding(finding: StoredFinding, run: RunSummary): readonly DisplayText[] {
  const words = ENDINGS[finding.ending ?? 'unknown'];
  const lines: DisplayText[] = words === undefined ? [] : [literal(words)];
  if (run.outcome.value !== 'unknown') {
    lines.push(show`the run ${visible(run.outcome.value)}, says ${visible(run.outcome.saidBy)}`);
  }
  return lines;
}

function describeOthers(findings: readonly StoredFinding[]): readonly DisplayText[] {
  const lines = findings
    .slice(0, MAX_LISTED)
    .map(
      (finding) =>
        show`${glyph(finding)} ${visible(finding.rule)} at step ${formatStep(finding.firstStep)}: ${visible(finding.title)}`,
    );
  const rest = findings.length - MAX_LISTED;
  return rest > 0 ? [...lines, show`and ${formatCount(rest)} more`] : lines;
}

function describeHealthy(runs: readonly JudgedRun[], rules: number): readonly VerdictBlock[] {
  let steps = 0;
  let errors = 0;
  for (const {summary} of runs) {
    steps += summary.steps;
    errors += summary.errors;
  }
  const failed =
    errors === 0 ? literal('no call failed') : show`${formatCountOf(errors, 'failed call')}`;
  const subject =
    runs.length === 1 && runs[0] !== undefined ? nameRun(runs[0].summary) : literal('these runs');
  return [
    {kind: 'title', token: 'ok', text: show`- no finding in ${subject}`},
    {
      kind: 'sentence',
      text: show`${formatCountOf(steps, 'step')} checked by ${formatCountOf(rules, 'rule')}; ${failed}. No loop, recursion or retry storm was seen; slow work that changes at each step is not something these rules can see.`,
    },
    GAP,
  ];
}

function describeData(input: VerdictInput): readonly DisplayText[] {
  const lines = [describeRecords(input.records)];
  for (const group of input.diagnostics.slice(0, MAX_LISTED)) lines.push(describeGroup(group));
  const rest = input.diagnostics.length - MAX_LISTED;
  if (rest > 0) lines.push(show`and ${formatCountOf(rest, 'more kind')} of diagnostics`);
  return lines;
}

function describeGroup(group: DiagnosticGroup): DisplayText {
  const times = group.count === 1 ? literal('') : show` x${formatCount(group.count)}`;
  return show`${visible(group.severity)} ${visible(group.code)}${times}: ${visible(group.example)}`;
}

function nextCommands(
  run: JudgedRun,
  finding: StoredFinding | undefined,
  caseOption: string,
): readonly VerdictBlock[] {
  const option = caseOption === '' ? literal('') : show` ${visible(caseOption)}`;
  const id = quoteForShell(run.summary.id);
  const commands =
    finding === undefined
      ? [show`whatbroke tree --run ${id}${option}`]
      : [
          show`whatbroke replay --run ${id}${option}`,
          show`whatbroke show ${visible(finding.id)}${option}`,
        ];
  return commands.map((text) => ({kind: 'command', text}));
}

/** An id from a log may hold spaces and worse; a command to copy must not run them. */
function quoteForShell(id: string): DisplayText {
  return /^[\w.:@/-]+$/.test(id) ? visible(id) : visible(`'${id.replaceAll("'", `'\\''`)}'`);
}

function nameRun(run: RunSummary): DisplayText {
  if (run.name === undefined || run.name === run.id) return visible(run.id);
  return show`${visible(run.name)} (${visible(run.id)})`;
}

function glyph(finding: StoredFinding): DisplayText {
  return literal(GLYPH[finding.severity]);
}

/** Steps are counted from 1 wherever a person reads them; inside, a step is an index. */
function formatStep(step: number): DisplayText {
  return formatCount(step + 1);
}
