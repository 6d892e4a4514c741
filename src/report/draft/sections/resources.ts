import {STEP_KINDS} from '../../../tree/step-table.js';
import {formatCount, formatPercent, formatTokens} from '../../../text/numbers.js';
import {amount, formatAmount, ratio} from '../cited.js';
import type {DraftInput} from '../draft-input.js';
import type {Block, Inlines} from '../draft.js';
import type {EvidenceBook, EvidenceInput} from '../evidence-book.js';
import {countSteps, quoteSql, spanTime, sumTokens, wholeRun, type StepWindow} from '../measures.js';
import {cite, say, status, strong} from '../say.js';
import type {Scope} from '../scope.js';

const LLM = STEP_KINDS.indexOf('llm');
/** Healthy runs from which a median says something. */
export const MIN_BASELINE_RUNS = 3;
const US_PER_MINUTE = 60_000_000;

/** What the run took, as ratios; never an amount of money. */
export function writeResources(scope: Scope): readonly Block[] {
  const {input, book, incident} = scope;
  const window = {first: incident.onset, last: incident.end};
  const items = [
    ...describeBurn(input, book, window),
    ...describeResent(input, book),
    ...describeBaseline(input, book),
  ];
  const blocks: Block[] = [{kind: 'list', items}];
  if (input.profile !== undefined) {
    blocks.push({
      kind: 'plot',
      plot: 'burn',
      caption: 'Tokens spent (bars) and context fill (line) along the run. Shaded: the incident.',
    });
  }
  blocks.push(
    {kind: 'plot', plot: 'loop', caption: 'The laps side by side: what changed between them.'},
    {kind: 'plot', plot: 'icicle', caption: 'Who called what; width is the share of steps.'},
  );
  return blocks;
}

function describeBurn(
  input: DraftInput,
  book: EvidenceBook,
  window: StepWindow,
): readonly Inlines[] {
  const tokens = sumTokens(input, window);
  const time = spanTime(input, window);
  if (tokens === undefined) {
    return [say`${status('unknown')} Burn rate: the log reports no tokens for the incident.`];
  }
  if (time === undefined) {
    return [
      say`${status('observed')} ${strong('Burn: ')}${amount(book, tokens)} in the incident; a rate needs times, which are not recorded.`,
    ];
  }
  const minutes = (time.amount?.value ?? 0) / US_PER_MINUTE;
  const perMinute = (tokens.amount?.value ?? 0) / minutes;
  return [
    say`${status('observed')} ${strong('Burn rate: ')}${formatTokens(Math.round(perMinute))} tokens a minute during the incident ${cite(book.add(tokens), book.add(time))}.`,
  ];
}

/** Input that the call before in the same lane had sent or received: a prompt that only grows repeats itself. */
function describeResent(input: DraftInput, book: EvidenceBook): readonly Inlines[] {
  const all = wholeRun(input);
  const read = sumTokens(input, all, 'input');
  if (read?.amount === undefined || read.amount.value === 0) return [];
  const resent = sumResent(input);
  const lines: Inlines[] = [];
  if (resent.amount !== undefined && resent.amount.value > 0) {
    const part = formatPercent(resent.amount.value / read.amount.value);
    lines.push(
      say`${status('suspected')} ${strong('Resent context: ')}up to ${formatAmount(resent.amount)} of ${formatAmount(read.amount)} read (${part}) had been in the call before; it holds if prompts only grow. That is the share a cache could serve ${cite(book.add(resent), book.add(read))}.`,
    );
  }
  const cached = sumTokens(input, all, 'cached');
  if (cached?.amount === undefined) {
    lines.push(
      say`${status('unknown')} Whether a cache was used: the log reports no cached tokens.`,
    );
  } else {
    const part = formatPercent(cached.amount.value / read.amount.value);
    lines.push(
      say`${status('observed')} ${strong('Served by a cache: ')}${formatAmount(cached.amount)} (${part} of what was read) ${cite(book.add(cached), book.add(read))}.`,
    );
  }
  return lines;
}

function sumResent({view}: DraftInput): EvidenceInput {
  const {steps} = view;
  const before = new Map<number, number>();
  const paying: number[] = [];
  let value = 0;
  for (let step = 0; step < steps.count; step++) {
    const inputTokens = steps.inputTokens[step] ?? NaN;
    if (steps.kind[step] !== LLM || Number.isNaN(inputTokens)) continue;
    const lane = steps.lane[step] ?? 0;
    const previous = before.get(lane);
    if (previous !== undefined) {
      value += Math.min(previous, inputTokens);
      paying.push(step);
    }
    const outputTokens = steps.outputTokens[step] ?? NaN;
    before.set(lane, inputTokens + (Number.isNaN(outputTokens) ? 0 : outputTokens));
  }
  const run = quoteSql(view.runId);
  return {
    shows: 'tokens that the call before in the same lane had read or written already, at most',
    amount: {value, unit: 'tokens'},
    steps: paying,
    query: `SELECT sum(min(previous, input_tokens)) FROM (SELECT input_tokens, lag(input_tokens + coalesce(output_tokens, 0)) OVER (PARTITION BY lane ORDER BY step) AS previous FROM steps WHERE run_id = ${run} AND kind = 'llm' AND input_tokens IS NOT NULL)`,
  };
}

function describeBaseline(input: DraftInput, book: EvidenceBook): readonly Inlines[] {
  const {baseline} = input;
  if (baseline === undefined || baseline.runIds.length < MIN_BASELINE_RUNS) {
    return [
      say`${status('unknown')} ${strong('Against healthy runs: ')}the case holds too few healthy runs of this agent to compare with. Ingest some of last week's runs into the case and write the draft again.`,
    ];
  }
  const {runIds} = baseline;
  const all = wholeRun(input);
  const compare = (part: EvidenceInput, value: number, sql: string): Inlines =>
    ratio(book, part, {
      shows: `median over ${formatCount(runIds.length)} healthy runs of the same agent: ${part.amount?.unit ?? ''}`,
      amount: {value, unit: part.amount?.unit ?? ''},
      steps: [],
      query: `SELECT ${sql} AS value FROM runs WHERE run_id IN (${runIds.map(quoteSql).join(', ')}) AND value IS NOT NULL ORDER BY 1 LIMIT 1 OFFSET ${runIds.length >> 1}`,
    });
  const parts = [
    say`${compare(countSteps(input, all, 'calls'), baseline.calls, 'llm_calls + tool_calls')} the calls`,
  ];
  const tokens = sumTokens(input, all);
  if (tokens !== undefined && baseline.tokens !== undefined) {
    const sql = 'input_tokens + output_tokens';
    parts.push(say`${compare(tokens, baseline.tokens, sql)} the tokens`);
  }
  const time = spanTime(input, all);
  if (time !== undefined && baseline.durationUs !== undefined) {
    parts.push(say`${compare(time, baseline.durationUs, 'end_us - start_us')} the time`);
  }
  let joined = say``;
  for (const [place, part] of parts.entries())
    joined = say`${joined}${place > 0 ? ', ' : ''}${part}`;
  return [
    say`${status('observed')} ${strong('Against healthy runs of the same agent: ')}${joined} of the median run.`,
  ];
}
