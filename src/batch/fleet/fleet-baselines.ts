import type {RunSummary} from '../../replay/reader.js';
import {METRICS, type FleetBaseline, type Metric, type Spread} from './fleet.js';
import {median, quantile, sortNumbers} from './quantiles.js';

/** Fewer healthy runs say nothing of what is usual. */
export const MIN_HEALTHY_RUNS = 5;

/** Who a run belongs to: its root agent, else the first that acts. */
export function agentOfRun({name, agents}: RunSummary): string {
  return name ?? agents[0] ?? '(no name)';
}

/** No finding of warning or worse, not failed, and something was done. */
export function isHealthy({findings, outcome, steps}: RunSummary): boolean {
  return findings.warning + findings.critical === 0 && outcome.value !== 'failed' && steps > 0;
}

/** Numbers of one run; what the log does not tell is absent. */
export function measureRun(run: RunSummary): Partial<Record<Metric, number>> {
  const values: Partial<Record<Metric, number>> = {
    steps: run.steps,
    calls: run.llmCalls + run.toolCalls,
    depth: run.maxDepth,
  };
  if (run.inputTokens !== undefined || run.outputTokens !== undefined) {
    values.tokens = (run.inputTokens ?? 0) + (run.outputTokens ?? 0);
  }
  if (run.startUs !== undefined && run.endUs !== undefined)
    values.durationUs = run.endUs - run.startUs;
  return values;
}

/** By agent, those with most healthy runs first. O(n log n). */
export function buildBaselines(runs: readonly RunSummary[]): readonly FleetBaseline[] {
  const healthy = new Map<string, RunSummary[]>();
  for (const run of runs) {
    if (!isHealthy(run)) continue;
    const agent = agentOfRun(run);
    const own = healthy.get(agent);
    if (own === undefined) healthy.set(agent, [run]);
    else own.push(run);
  }
  const baselines = [...healthy].map(([agent, own]): FleetBaseline => {
    const measured = own.map(measureRun);
    const metrics: Partial<Record<Metric, Spread>> = {};
    for (const metric of METRICS) {
      const values = measured.flatMap((each) => each[metric] ?? []);
      const spread = toSpread(values);
      if (spread !== undefined) metrics[metric] = spread;
    }
    return {agent, healthyRuns: own.length, metrics};
  });
  return baselines.sort((a, b) => b.healthyRuns - a.healthyRuns || (a.agent < b.agent ? -1 : 1));
}

function toSpread(values: readonly number[]): Spread | undefined {
  if (values.length < MIN_HEALTHY_RUNS) return undefined;
  const sorted = sortNumbers(values);
  return {median: median(sorted) ?? 0, p95: quantile(sorted, 0.95) ?? 0, runs: values.length};
}

/** Times the median of the healthy; absent where there is no baseline, or its median is zero. */
export function compareRun(
  values: Partial<Record<Metric, number>>,
  baseline: FleetBaseline | undefined,
): Partial<Record<Metric, number>> {
  const ratios: Partial<Record<Metric, number>> = {};
  for (const metric of METRICS) {
    const [value, usual] = [values[metric], baseline?.metrics[metric]?.median];
    if (value !== undefined && usual !== undefined && usual > 0) ratios[metric] = value / usual;
  }
  return ratios;
}
