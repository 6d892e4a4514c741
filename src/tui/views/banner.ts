import {findNextFinding, lapOf} from '../../replay/finding-index.js';
import type {StoredFinding} from '../../replay/reader.js';
import {rowAt} from '../../replay/move.js';
import type {ReplayState} from '../../replay/state.js';
import {formatCount} from '../../text/numbers.js';
import {severitySign, severityToken} from '../../text/signs.js';
import {line, span, type Line} from '../../text/spans.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';
import {wrapLine} from '../../text/wrap.js';
import {coveringFinding} from './step-list.js';

/**
 * What ran away, if the step under the cursor is part of it: the claim, the lap, what did not change. The
 * same number of lines with and without a finding, so that nothing jumps while stepping.
 */
export function bannerLines(
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number},
): readonly Line[] {
  const row = rowAt(state, state.cursor);
  const finding = coveringFinding(state, state.cursor, row);
  if (finding === undefined) return quietLines(state);
  const others = (row?.findings.length ?? 1) - 1;
  return size.rows <= 2
    ? shortBanner(finding, state, others)
    : tallBanner(finding, state, {...size, others});
}

function shortBanner(finding: StoredFinding, state: ReplayState, others: number): readonly Line[] {
  const token = severityToken(finding.severity);
  return [
    [
      span(token, literal(` ${severitySign(finding.severity)} ${finding.severity}  `)),
      span('strong', visible(finding.title)),
    ],
    [
      span('plain', literal('   ')),
      span('plain', joinDisplay(factsOf(finding, state, others), ' · ')),
    ],
  ];
}

function tallBanner(
  finding: StoredFinding,
  state: ReplayState,
  size: {readonly columns: number; readonly rows: number; readonly others: number},
): readonly Line[] {
  const token = severityToken(finding.severity);
  const head: Line = [
    span(token, literal(` ${severitySign(finding.severity)} ${finding.severity}`)),
    span(
      'muted',
      show`  ${visible(finding.rule)}, ${literal(finding.confidence)} confidence: ${visible(finding.confidenceReason)}`,
    ),
  ];
  const title = wrapLine(visible(finding.title), size.columns - 4, 2);
  const facts = wrapLine(
    joinDisplay(factsOf(finding, state, size.others), ' · '),
    size.columns - 4,
    size.rows - 2 - title.length,
  );
  return [
    head,
    ...title.map((text) => line('strong', show`   ${text}`)),
    ...facts.map((text) => line('plain', show`   ${text}`)),
  ];
}

function factsOf(
  finding: StoredFinding,
  state: ReplayState,
  others: number,
): readonly DisplayText[] {
  const facts: DisplayText[] = [];
  const lap = lapWords(finding, state.cursor);
  if (lap !== undefined) facts.push(lap);
  facts.push(show`unchanged: ${visible(finding.unchanged)}`);
  facts.push(show`provable at step ${formatCount(finding.provableStep + 1)}`);
  if (others > 0) facts.push(show`${others} more here (w)`);
  return facts;
}

function lapWords(finding: StoredFinding, step: number): DisplayText | undefined {
  if (finding.laps === undefined) return undefined;
  const lap = lapOf(finding, step);
  const laps = formatCount(finding.laps);
  if (lap === 'outside') return show`between its ${laps} laps`;
  return lap === undefined ? show`${laps} laps` : show`lap ${formatCount(lap)} of ${laps}`;
}

function quietLines(state: ReplayState): readonly Line[] {
  const {findings, cursor, chosenFinding} = state;
  if (findings.worstFirst.length === 0)
    return [
      line('muted', literal('   the rules found nothing stuck in this run')),
      line(
        'muted',
        literal('   that is no proof of health: what the log does not hold, no rule can see'),
      ),
    ];
  const next = findNextFinding(findings, {step: cursor, chosen: chosenFinding}, true);
  const text =
    next === undefined
      ? literal('   no later finding; F goes to the one before')
      : show`   f: next finding at step ${formatCount(next.firstStep + 1)}, ${visible(next.title)}`;
  return [line('muted', literal('   no finding covers this step')), line('muted', text)];
}
