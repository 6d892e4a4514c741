import type {RunSummary} from '../../replay/reader.js';
import {formatCount, formatCountOf, formatTokens} from '../../text/numbers.js';
import {severitySign} from '../../text/signs.js';
import {span, type Line, type Span} from '../../text/spans.js';
import {formatTimeUs} from '../../text/times.js';
import {joinDisplay, literal, show, visible, type DisplayText} from '../../text/visible.js';

/** One run as a few lines: what it is, how big it is, what was found, where it came from. */
export function buildRunLines(run: RunSummary): readonly Line[] {
  const name = run.name === undefined ? literal('') : show`  ${visible(run.name)}`;
  const head: Span[] = [span('strong', visible(run.id)), span('plain', name)];
  const amounts: DisplayText[] = [
    formatCountOf(run.spans, 'span'),
    formatCountOf(run.steps, 'step'),
    formatCountOf(run.llmCalls, 'model call'),
    formatCountOf(run.toolCalls, 'tool call'),
    formatCountOf(run.errors, 'error'),
    show`depth ${formatCount(run.maxDepth)}`,
  ];
  if (run.inputTokens !== undefined || run.outputTokens !== undefined) {
    amounts.push(show`${formatTokens((run.inputTokens ?? 0) + (run.outputTokens ?? 0))} tokens`);
  }
  const lines: Line[] = [[...head, ...buildFound(run)]];
  lines.push([span('plain', show`  ${joinDisplay(amounts, ', ')}`)]);
  const from: DisplayText[] = [];
  if (run.startUs !== undefined) from.push(formatTimeUs(run.startUs, run.timeBasis));
  from.push(...run.formats.map(visible), ...run.sources.map(visible));
  lines.push([span('muted', show`  ${joinDisplay(from, '  ')}`)]);
  return lines;
}

function buildFound({findings, outcome}: RunSummary): readonly Span[] {
  const spans: Span[] = [];
  if (findings.critical > 0) {
    spans.push(
      span(
        'critical',
        show`  ${severitySign('critical')} ${formatCount(findings.critical)} critical`,
      ),
    );
  }
  if (findings.warning > 0) {
    spans.push(
      span(
        'warning',
        show`  ${severitySign('warning')} ${formatCountOf(findings.warning, 'warning')}`,
      ),
    );
  }
  if (findings.info > 0)
    spans.push(span('accent', show`  ${severitySign('info')} ${formatCount(findings.info)} info`));
  if (outcome.value !== 'unknown') spans.push(span('muted', show`  ${visible(outcome.value)}`));
  return spans;
}
