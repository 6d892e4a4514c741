import {formatLocator} from '../../model/locator.js';
import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {formatCount, formatCountOf} from '../../text/numbers.js';
import {formatTimeUs} from '../../text/times.js';
import {literal, show, visible, type DisplayText} from '../../text/visible.js';
import {describeUse} from './describe-use.js';
import type {VerdictBlock} from './verdict-block.js';
import type {StepPlace} from './verdict-input.js';
import {formatStep, nameRun} from './words.js';

/** One finding: what, since when, how often, what did not change, what it used, how it ended. Pure. */
export function buildFindingBlocks(
  summary: RunSummary,
  finding: StoredFinding,
  since: StepPlace | undefined,
): readonly VerdictBlock[] {
  const blocks: VerdictBlock[] = [
    {
      kind: 'title',
      token: severityToken(finding.severity),
      text: show`${severitySign(finding.severity)} ${visible(finding.severity)}: ${visible(finding.rule)} in ${nameRun(summary)}`,
    },
    {kind: 'sentence', text: visible(finding.title)},
    {kind: 'gap'},
  ];
  const field = (label: string, ...lines: readonly DisplayText[]): void => {
    if (lines.length > 0) blocks.push({kind: 'field', label: literal(label), lines});
  };
  field('since', ...describePlace(finding.firstStep, since, summary));
  field('repeats', describeRepeats(finding, summary));
  field('unchanged', visible(finding.unchanged));
  if (finding.lastNewStep !== undefined) {
    field('last news', show`step ${formatStep(finding.lastNewStep)}: nothing new after it`);
  }
  field('used', ...describeUse(finding.use, summary));
  field('confidence', show`${visible(finding.confidence)}: ${visible(finding.confidenceReason)}`);
  field('benign?', visible(finding.benign));
  field('ending', ...describeEnding(finding, summary));
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
