import type {RunSummary} from '../../replay/reader.js';
import type {Baseline} from './draft-input.js';

/** Runs looked at (STYLE H5): an archive holds many of the same agent, and a median needs few. */
const MAX_RUNS = 200;

/** Healthy runs of the same agent in the same case: no warning, nothing critical, and not failed. */
export function findBaseline(run: RunSummary, all: readonly RunSummary[]): Baseline | undefined {
  const alike = all
    .filter(
      (other) =>
        other.id !== run.id &&
        other.name === run.name &&
        other.findings.warning + other.findings.critical === 0 &&
        other.outcome.value !== 'failed' &&
        other.steps > 0,
    )
    .slice(0, MAX_RUNS);
  if (alike.length === 0) return undefined;
  // A median over only some of the runs would compare with another group than it says.
  const isWhole = (values: readonly number[]): boolean => values.length === alike.length;
  const tokens = alike.flatMap(({inputTokens, outputTokens}) =>
    inputTokens === undefined || outputTokens === undefined ? [] : [inputTokens + outputTokens],
  );
  const durations = alike.flatMap(({startUs, endUs}) =>
    startUs === undefined || endUs === undefined ? [] : [endUs - startUs],
  );
  return {
    runIds: alike.map(({id}) => id).sort(),
    calls: median(alike.map(({llmCalls, toolCalls}) => llmCalls + toolCalls)) ?? 0,
    steps: median(alike.map(({steps}) => steps)) ?? 0,
    tokens: isWhole(tokens) ? median(tokens) : undefined,
    durationUs: isWhole(durations) ? median(durations) : undefined,
  };
}

/** The upper one of two middles: a value that a run really had, and that one line of SQL gives again. */
function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
