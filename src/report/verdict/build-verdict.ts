import type {StoredFinding} from '../../replay/reader.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {buildFindingBlocks} from './describe-finding.js';
import {describeRecords, describeUnknowns} from './describe-unknowns.js';
import {rankRuns} from './rank-runs.js';
import type {Verdict, VerdictBlock} from './verdict-block.js';
import type {DiagnosticGroup, JudgedRun, VerdictInput} from './verdict-input.js';
import {formatStep, nameRun, quoteForShell} from './words.js';

/** Runs listed one by one; the rest is counted (STYLE H5). */
const MAX_LISTED_RUNS = 20;
/** Diagnostic codes and further findings listed one by one. */
const MAX_LISTED = 6;

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
  else {
    blocks.push(...buildFindingBlocks(worst.summary, finding, worst.since));
    const others = describeOthers(worst.findings.slice(1));
    if (others.length > 0) blocks.push({kind: 'field', label: literal('also'), lines: others});
  }
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
  const head = show`${severitySign(finding.severity)} ${visible(finding.severity)}  ${visible(finding.rule)}${also}`;
  return {
    kind: 'item',
    token: severityToken(finding.severity),
    text: show`${head}  step ${formatStep(finding.firstStep)} of ${name}`,
  };
}

function describeOthers(findings: readonly StoredFinding[]): readonly DisplayText[] {
  const lines = findings
    .slice(0, MAX_LISTED)
    .map(
      (finding) =>
        show`${severitySign(finding.severity)} ${visible(finding.rule)} at step ${formatStep(finding.firstStep)}: ${visible(finding.title)}`,
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
