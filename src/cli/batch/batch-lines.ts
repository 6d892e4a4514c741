import type {BatchSummary} from '../../batch/batch.js';
import type {SkippedInput} from '../../batch/progress.js';
import type {FindingSeverity} from '../../model/finding.js';
import {formatBytes, formatCount, formatCountOf} from '../../text/numbers.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {cutLine, line, span, type Line} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';
import {fitEnd, padStartTo, padTo} from '../../text/width.js';
import {toShownPath} from '../case-path.js';
import type {JudgedRun} from '../run/run-batch.js';

export interface BatchReport {
  readonly summary: BatchSummary;
  readonly judged: readonly JudgedRun[];
  readonly cwd: string;
  readonly seconds: number;
  readonly caseOption: string;
}

/** Runs that are listed one by one; the fleet view has them all. */
const MAX_WORST = 10;
/** Reasons that are listed. */
const MAX_REASONS = 8;
/** Files named under each reason; `--json` and the lines above have them all. */
const MAX_NAMED = 3;
const RANK: Readonly<Record<FindingSeverity, number>> = {critical: 2, warning: 1, info: 0};

/** What a batch found, on one screen. */
export function layoutBatch(report: BatchReport, width: number): readonly Line[] {
  const {judged, caseOption} = report;
  const option = caseOption === '' ? literal('') : show` ${visible(caseOption)}`;
  const lines: Line[] = [...layoutCounts(report, width), line('plain', literal(''))];
  const worst = judged.filter(({findings}) => findings.some(({severity}) => RANK[severity] > 0));
  const others = judged.filter(({findings}) =>
    findings.every(({severity}) => RANK[severity] === 0),
  );
  const failed = others.filter(({run}) => run.outcome.value === 'failed').length;
  const told = failed === 0 ? literal('') : show` (${formatCount(failed)} failed all the same)`;
  const head = show`${formatCountOf(judged.length, 'run')}: ${formatCount(worst.length)} with a warning or worse, ${formatCount(others.length)} without${told}`;
  lines.push(line('strong', head), ...layoutRules(judged));
  if (worst.length > 0)
    lines.push(line('plain', literal('')), ...layoutWorst(worst, report, width));
  lines.push(line('plain', literal('')));
  const [first] = sortWorst(worst);
  lines.push(line('muted', show`  $ whatbroke fleet${option}`));
  if (first !== undefined) {
    lines.push(line('muted', show`  $ whatbroke replay --run ${visible(first.run.id)}${option}`));
  }
  return lines.map((one) => cutLine(one, width));
}

function layoutCounts({summary, seconds, cwd}: BatchReport, width: number): readonly Line[] {
  const {found, read, unchanged, skipped} = summary.counts;
  const parts = [show`${formatCount(read)} read`, show`${formatCount(unchanged)} unchanged`];
  const of = (kind: SkippedInput['kind']): number =>
    summary.skipped.filter((skip) => skip.kind === kind).length;
  const [same, old, aside, left] = [
    of('duplicate'),
    of('too-old'),
    of('set-aside'),
    of('not-chosen'),
  ];
  if (same > 0) parts.push(show`${formatCount(same)} with the same content as another`);
  if (old > 0) parts.push(show`${formatCount(old)} older than --since`);
  if (aside > 0) parts.push(show`${formatCount(aside)} set aside`);
  if (left > 0) parts.push(show`${formatCount(left)} left out`);
  parts.push(show`${formatCount(skipped - same - old - aside - left)} skipped`);
  const lines: Line[] = [
    line('strong', show`${formatCountOf(found, 'file')}: ${joinDisplay(parts, ', ')}`),
  ];
  const rate = seconds > 0 ? summary.bytes / seconds : 0;
  const took = formatDurationUs(seconds * 1e6);
  lines.push(
    line('muted', show`  ${formatBytes(summary.bytes)} in ${took}, ${formatBytes(rate)}/s`),
  );
  const groups = groupSkips(summary.skipped);
  for (const [reason, paths] of groups.slice(0, MAX_REASONS)) {
    lines.push(line('warning', show`  ${formatCount(paths.length)} x ${visible(reason)}`));
    const named = paths.slice(0, MAX_NAMED);
    for (const path of named) {
      lines.push(line('muted', show`      ${fitEnd(visible(toShownPath(path, cwd)), width - 6)}`));
    }
    const rest = paths.length - named.length;
    if (rest > 0) lines.push(line('muted', show`      and ${formatCount(rest)} more`));
  }
  const unlisted = groups.length - Math.min(groups.length, MAX_REASONS);
  if (unlisted > 0) {
    lines.push(
      line('muted', show`  and ${formatCountOf(unlisted, 'other reason')}; --json has them all`),
    );
  }
  for (const {runId, reason} of summary.lost) {
    lines.push(
      line('error', show`  x run ${visible(runId)} could not be judged: ${visible(reason)}`),
    );
  }
  return lines;
}

/** By what is the same in the reason once the file's own name is left out; most files first. */
function groupSkips(skipped: readonly SkippedInput[]): readonly [string, readonly string[]][] {
  const groups = new Map<string, string[]>();
  for (const {path, reason, kind} of skipped) {
    if (kind === 'duplicate' || kind === 'too-old' || kind === 'not-chosen') continue;
    const key = toShortReason(reason, path);
    const paths = groups.get(key);
    if (paths === undefined) groups.set(key, [path]);
    else paths.push(path);
  }
  return [...groups].sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1));
}

function toShortReason(reason: string, path: string): string {
  const own = reason.startsWith(`${path}: `) ? reason.slice(path.length + 2) : reason;
  const name = path.slice(path.lastIndexOf('/') + 1);
  const bare = own.startsWith(`${name}: `) ? own.slice(name.length + 2) : own;
  return bare.replace(/( with the keys .*|; (looked for|nearest).*)$/s, '');
}

interface RuleCount {
  readonly rule: string;
  readonly severity: FindingSeverity;
  runs: number;
}

function layoutRules(judged: readonly JudgedRun[]): readonly Line[] {
  const counts = new Map<string, RuleCount>();
  for (const {findings} of judged) {
    const own = new Map(
      findings.map(({rule, severity}) => [`${severity} ${rule}`, {rule, severity}]),
    );
    for (const [key, {rule, severity}] of own) {
      const known = counts.get(key);
      if (known === undefined) counts.set(key, {rule, severity, runs: 1});
      else known.runs++;
    }
  }
  const sorted = [...counts.values()].sort(
    (a, b) => RANK[b.severity] - RANK[a.severity] || b.runs - a.runs || (a.rule < b.rule ? -1 : 1),
  );
  return sorted.map(({rule, severity, runs}): Line => {
    const words = show`  ${severitySign(severity)} ${padTo(literal(severity), 8)} `;
    return [
      span(severityToken(severity), words),
      span(
        'plain',
        show`${padTo(visible(rule), 30)} ${padStartTo(formatCountOf(runs, 'run'), 12)}`,
      ),
    ];
  });
}

function sortWorst(runs: readonly JudgedRun[]): readonly JudgedRun[] {
  const critical = ({run}: JudgedRun): number => run.findings.critical;
  const warning = ({run}: JudgedRun): number => run.findings.warning;
  return [...runs].sort(
    (a, b) =>
      critical(b) - critical(a) ||
      warning(b) - warning(a) ||
      b.run.steps - a.run.steps ||
      (a.run.id < b.run.id ? -1 : 1),
  );
}

function layoutWorst(
  worst: readonly JudgedRun[],
  {cwd}: BatchReport,
  width: number,
): readonly Line[] {
  const lines: Line[] = [];
  for (const {run, findings} of sortWorst(worst).slice(0, MAX_WORST)) {
    const [top] = findings;
    if (top === undefined) continue;
    const head: DisplayText = show`  ${severitySign(top.severity)} ${visible(run.id.slice(0, 16))}  ${padTo(visible(top.rule), 26)} `;
    const path = visible(toShownPath(run.sources[0] ?? '', cwd));
    lines.push([
      span(severityToken(top.severity), head),
      span('plain', fitEnd(path, Math.max(12, width - head.length))),
    ]);
  }
  const rest = worst.length - Math.min(worst.length, MAX_WORST);
  if (rest > 0) lines.push(line('muted', show`  and ${formatCountOf(rest, 'run')} more`));
  return lines;
}
