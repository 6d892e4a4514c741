import {code, say, strong} from '../../report/draft/say.js';
import type {Inlines} from '../../report/draft/draft.js';
import {formatCountOf, formatRatio} from '../../text/numbers.js';
import type {RoundupBlock, RoundupPart} from './document.js';
import {sayGroups} from './say-groups.js';
import type {AgentRow, Metrics, PeriodSums} from './roundup.js';
import {sayChange, sayCount, sayDuration, sayShare, sayTokens} from './say-numbers.js';

const MAX_TOOLS = 15;
const MAX_DRIVERS = 5;

/** Monday: what was used, what failed, how slow the tools were, against the weeks before. */
export function sayMetrics(metrics: Metrics): RoundupPart {
  const {now, before, periodsBefore, callsWithoutTime} = metrics;
  const against =
    before === undefined
      ? say`The archive begins in this period: there is nothing to compare with.`
      : say`"Before" is the average of the ${formatCountOf(periodsBefore, 'period')} of the same length before it.`;
  const blocks: RoundupBlock[] = [
    {kind: 'paragraph', line: against},
    sumsTable(now, before),
    {kind: 'heading', text: 'What broke'},
    ...sayGroups(metrics.groups, before !== undefined),
    {kind: 'heading', text: 'What drove the tokens'},
    ...sayDrivers(metrics),
    {kind: 'heading', text: 'Tools: latency and errors'},
    ...sayTools(metrics),
  ];
  if (callsWithoutTime > 0) {
    const count = formatCountOf(callsWithoutTime, 'call');
    blocks.push({
      kind: 'paragraph',
      line: say`${count} of the archive tell no time, and are in no period.`,
    });
  }
  return {name: 'metrics', title: 'Monday: metrics', blocks};
}

function sumsTable(now: PeriodSums, before: PeriodSums | undefined): RoundupBlock {
  const tokensOf = ({inputTokens, outputTokens}: PeriodSums): number => inputTokens + outputTokens;
  const callsOf = ({modelCalls, toolCalls}: PeriodSums): number => modelCalls + toolCalls;
  const row = (
    name: string,
    read: (sums: PeriodSums) => number,
    write: (value: number) => Inlines = sayCount,
  ): readonly Inlines[] => [
    say`${name}`,
    write(read(now)),
    before === undefined ? say`-` : write(read(before)),
    sayChange(read(now), before === undefined ? undefined : read(before)),
  ];
  const rate = (sums: PeriodSums): number =>
    callsOf(sums) === 0 ? 0 : sums.errors / callsOf(sums);
  return {
    kind: 'table',
    columns: [
      {head: '', align: 'left', most: 22},
      {head: 'this period', align: 'right', most: 14},
      {head: 'before', align: 'right', most: 14},
      {head: 'change', align: 'right', most: 8},
    ],
    rows: [
      row('runs', ({runs}) => runs),
      row('incident runs', ({incidentRuns}) => incidentRuns),
      row('model calls', ({modelCalls}) => modelCalls),
      row('tool calls', ({toolCalls}) => toolCalls),
      row('tokens', tokensOf, sayTokens),
      row('input tokens', ({inputTokens}) => inputTokens, sayTokens),
      row('output tokens', ({outputTokens}) => outputTokens, sayTokens),
      row('errors', ({errors}) => errors),
      [
        say`error rate of calls`,
        sayShare(now.errors, callsOf(now)),
        before === undefined ? say`-` : sayShare(before.errors, callsOf(before)),
        sayChange(rate(now), before === undefined ? undefined : rate(before)),
      ],
    ],
  };
}

/** More calls, or longer ones; and whose. */
function sayDrivers({now, before, agents}: Metrics): readonly RoundupBlock[] {
  if (before === undefined) return [{kind: 'paragraph', line: say`Nothing to compare with.`}];
  const [tokens, tokensBefore] = [
    now.inputTokens + now.outputTokens,
    before.inputTokens + before.outputTokens,
  ];
  if (tokens === 0 && tokensBefore === 0) {
    return [{kind: 'paragraph', line: say`The logs tell no tokens.`}];
  }
  const perCall = (sum: number, calls: number): number => (calls === 0 ? 0 : sum / calls);
  const calls = now.modelCalls / before.modelCalls;
  const size = perCall(tokens, now.modelCalls) / perCall(tokensBefore, before.modelCalls);
  const words =
    Number.isFinite(calls) && Number.isFinite(size)
      ? say`${formatRatio(calls)} times the model calls, ${formatRatio(size)} times the tokens of a call.`
      : say`Before, no tokens were told.`;
  const moved = agents.filter(({tokens: own, tokensBefore: was}) => own !== was);
  return [
    {kind: 'paragraph', line: words},
    {kind: 'list', items: moved.slice(0, MAX_DRIVERS).map(sayAgent)},
  ];
}

function sayAgent({agent, tokens, tokensBefore, modelCalls, modelCallsBefore}: AgentRow): Inlines {
  const more = tokens - tokensBefore;
  const signed = say`${more >= 0 ? '+' : '-'}${sayTokens(Math.abs(more))}`;
  const calls = say`${sayCount(modelCalls)} calls after ${sayCount(modelCallsBefore)}`;
  const name = agent === '' ? say`no agent named` : say`${code(agent)}`;
  return say`${name}: ${signed} tokens (${sayTokens(tokens)} after ${sayTokens(tokensBefore)}; ${calls})`;
}

function sayTools({tools}: Metrics): readonly RoundupBlock[] {
  if (tools.length === 0) return [{kind: 'paragraph', line: say`No tool was called.`}];
  const rows = tools
    .slice(0, MAX_TOOLS)
    .map(({tool, now, before}) => [
      say`${code(tool)}`,
      sayCount(now.calls),
      sayShare(now.errors, now.calls),
      sayDuration(now.p50Us),
      sayDuration(now.p95Us),
      sayDuration(now.p99Us),
      sayChange(now.p95Us, before.p95Us),
    ]);
  const blocks: RoundupBlock[] = [
    {
      kind: 'table',
      columns: [
        {head: 'tool', align: 'left', most: 20},
        {head: 'calls', align: 'right', most: 7},
        {head: 'errors', align: 'right', most: 6},
        {head: 'p50', align: 'right', most: 6},
        {head: 'p95', align: 'right', most: 6},
        {head: 'p99', align: 'right', most: 6},
        {head: 'p95 ch.', align: 'right', most: 7},
      ],
      rows,
    },
  ];
  const rest = tools.length - rows.length;
  if (rest > 0)
    blocks.push({kind: 'paragraph', line: say`And ${formatCountOf(rest, 'more tool')}.`});
  const slower = [...tools]
    .filter(
      ({now, before}) => (before.p95Us ?? 0) > 0 && (now.p95Us ?? 0) > (before.p95Us ?? 0) * 1.5,
    )
    .sort(
      (a, b) =>
        (b.now.p95Us ?? 0) / (b.before.p95Us ?? 1) - (a.now.p95Us ?? 0) / (a.before.p95Us ?? 1),
    );
  const [worst] = slower;
  if (worst !== undefined) {
    const ratio = formatRatio((worst.now.p95Us ?? 0) / (worst.before.p95Us ?? 1));
    const was = sayDuration(worst.before.p95Us);
    const is = sayDuration(worst.now.p95Us);
    blocks.push({
      kind: 'paragraph',
      line: say`${strong('Slower:')} ${code(worst.tool)}, p95 ${was} before, ${is} now (${ratio} times).`,
    });
  }
  return blocks;
}
