import type {CallSample} from '../../store/call-samples.js';
import {quantile, sortNumbers} from '../fleet/quantiles.js';
import type {FleetRun} from '../fleet/fleet.js';
import {GroupBook} from './group-book.js';
import {isIn, type Period} from './period.js';
import type {AgentRow, Latency, Metrics, PeriodSums, ToolRow} from './roundup.js';

interface Sums {
  runs: number;
  incidentRuns: number;
  modelCalls: number;
  toolCalls: number;
  inputTokens: number;
  outputTokens: number;
  errors: number;
}

interface ToolCalls {
  calls: number;
  errors: number;
  readonly durationsUs: number[];
}

interface AgentCalls {
  tokens: number;
  modelCalls: number;
}

type When = 'now' | 'before';
const WHENS: readonly When[] = ['now', 'before'];

/** Adds up the calls of a period and of those before it. Memory: one number for each tool call. */
export class MetricsBook {
  readonly #period: Period;
  readonly #sums: Readonly<Record<When, Sums>> = {now: noSums(), before: noSums()};
  readonly #tools = new Map<string, Record<When, ToolCalls>>();
  readonly #agents = new Map<string, Record<When, AgentCalls>>();
  readonly #groups: GroupBook;
  #callsWithoutTime = 0;

  constructor(period: Period) {
    this.#period = period;
    this.#groups = new GroupBook(period);
  }

  addRun(run: FleetRun): void {
    const {summary, survey} = run;
    this.#groups.addRun(run);
    const when = this.#when(summary.startUs);
    if (when === undefined) return;
    const sums = this.#sums[when];
    sums.runs++;
    if (survey.failures.length > 0) sums.incidentRuns++;
  }

  addCall(call: CallSample): void {
    if (Number.isNaN(call.startUs)) {
      this.#callsWithoutTime++;
      return;
    }
    const when = this.#when(call.startUs);
    if (when === undefined) return;
    const sums = this.#sums[when];
    if (call.isError) sums.errors++;
    if (call.kind === 'tool') {
      sums.toolCalls++;
      this.#addTool(call, when);
    } else {
      sums.modelCalls++;
      sums.inputTokens += known(call.inputTokens);
      sums.outputTokens += known(call.outputTokens);
      this.#addAgent(call, when);
    }
  }

  build(): Metrics {
    const {periodsBefore} = this.#period;
    return {
      now: this.#sums.now,
      ...(periodsBefore === 0 ? {} : {before: divide(this.#sums.before, periodsBefore)}),
      periodsBefore,
      tools: this.#buildTools(),
      agents: this.#buildAgents(),
      callsWithoutTime: this.#callsWithoutTime,
      groups: this.#groups.build(),
    };
  }

  #when(timeUs: number | undefined): When | undefined {
    const {fromUs, untilUs, historyFromUs} = this.#period;
    if (isIn(timeUs, fromUs, untilUs)) return 'now';
    return isIn(timeUs, historyFromUs, fromUs) ? 'before' : undefined;
  }

  #addTool({name, durationUs, isError}: CallSample, when: When): void {
    const tool = this.#tools.get(name) ?? {now: noCalls(), before: noCalls()};
    this.#tools.set(name, tool);
    const calls = tool[when];
    calls.calls++;
    if (isError) calls.errors++;
    if (durationUs >= 0) calls.durationsUs.push(durationUs);
  }

  #addAgent({agent, inputTokens, outputTokens}: CallSample, when: When): void {
    const known_ = this.#agents.get(agent);
    const own = known_ ?? {now: {tokens: 0, modelCalls: 0}, before: {tokens: 0, modelCalls: 0}};
    if (known_ === undefined) this.#agents.set(agent, own);
    own[when].tokens += known(inputTokens) + known(outputTokens);
    own[when].modelCalls++;
  }

  /** Those called in the period, most calls first. */
  #buildTools(): readonly ToolRow[] {
    return [...this.#tools]
      .map(([tool, calls]): ToolRow => {
        const [now, before] = WHENS.map((when) => toLatency(calls[when]));
        return {tool, now: now ?? NO_LATENCY, before: before ?? NO_LATENCY};
      })
      .filter(({now}) => now.calls > 0)
      .sort((a, b) => b.now.calls - a.now.calls || (a.tool < b.tool ? -1 : 1));
  }

  #buildAgents(): readonly AgentRow[] {
    const periods = Math.max(1, this.#period.periodsBefore);
    return [...this.#agents]
      .map(([agent, {now, before}]): AgentRow => ({
        agent,
        tokens: now.tokens,
        tokensBefore: before.tokens / periods,
        modelCalls: now.modelCalls,
        modelCallsBefore: before.modelCalls / periods,
      }))
      .sort((a, b) => changeOf(b) - changeOf(a) || (a.agent < b.agent ? -1 : 1));
  }
}

const NO_LATENCY: Latency = {calls: 0, errors: 0};

function changeOf({tokens, tokensBefore}: AgentRow): number {
  return Math.abs(tokens - tokensBefore);
}

function toLatency({calls, errors, durationsUs}: ToolCalls): Latency {
  const sorted = sortNumbers(durationsUs);
  const at = (share: number): number => quantile(sorted, share) ?? 0;
  if (sorted.length === 0) return {calls, errors};
  return {calls, errors, p50Us: at(0.5), p95Us: at(0.95), p99Us: at(0.99)};
}

function divide(sums: PeriodSums, by: number): PeriodSums {
  return {
    runs: sums.runs / by,
    incidentRuns: sums.incidentRuns / by,
    modelCalls: sums.modelCalls / by,
    toolCalls: sums.toolCalls / by,
    inputTokens: sums.inputTokens / by,
    outputTokens: sums.outputTokens / by,
    errors: sums.errors / by,
  };
}

function noSums(): Sums {
  return {
    runs: 0,
    incidentRuns: 0,
    modelCalls: 0,
    toolCalls: 0,
    inputTokens: 0,
    outputTokens: 0,
    errors: 0,
  };
}

function noCalls(): ToolCalls {
  return {calls: 0, errors: 0, durationsUs: []};
}

function known(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
