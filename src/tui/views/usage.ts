import type {ReplayState} from '../../replay/state.js';
import {formatCount, formatPercent, formatTokens} from '../../text/numbers.js';
import {lineWidth, padLine, span, type Line} from '../../text/spans.js';
import {formatDurationUs} from '../../text/times.js';
import {joinDisplay, literal, show, type DisplayText} from '../../text/visible.js';
import type {Symbols} from '../symbols.js';

/** What the run had used by this step, of what it used in all; drawn as a rule between panes. */
export function usageLine(state: ReplayState, columns: number, symbols: Symbols): Line {
  const parts = [...usedSoFar(state)];
  // The least telling part goes first where the line is short.
  let lead = leadLine(parts, symbols);
  while (parts.length > 1 && lineWidth(lead) > columns) {
    parts.pop();
    lead = leadLine(parts, symbols);
  }
  const left = Math.max(0, columns - lineWidth(lead));
  return padLine([...lead, span('muted', literal(symbols.horizontal.repeat(left)))], columns);
}

function leadLine(parts: readonly DisplayText[], symbols: Symbols): Line {
  return [
    span('muted', literal(symbols.horizontal.repeat(2))),
    span('muted', literal(' used so far  ')),
    span('plain', show`${joinDisplay(parts, ' · ')} `),
  ];
}

function usedSoFar(state: ReplayState): readonly DisplayText[] {
  const {run, cursor, detail} = state;
  // While the next step is on its way the counters of the last one stay: they do not flicker.
  const soFar = detail?.soFar;
  if (soFar === undefined) return [literal('…')];
  const parts = [
    show`${formatCount(soFar.llmCalls)}/${formatCount(run.llmCalls)} llm calls`,
    show`${formatCount(soFar.toolCalls)}/${formatCount(run.toolCalls)} tools`,
  ];
  const total = totalTokens(state);
  if (soFar.tokens !== undefined && total !== undefined && total > 0)
    parts.push(show`${formatTokens(soFar.tokens)} tokens (${formatPercent(soFar.tokens / total)})`);
  const startUs = detail?.step === cursor ? detail.startUs : undefined;
  if (startUs !== undefined && run.startUs !== undefined && startUs >= run.startUs)
    parts.push(formatDurationUs(startUs - run.startUs));
  return parts;
}

function totalTokens(state: ReplayState): number | undefined {
  const {inputTokens, outputTokens} = state.run;
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return (inputTokens ?? 0) + (outputTokens ?? 0);
}
