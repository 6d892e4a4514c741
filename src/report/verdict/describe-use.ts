import type {ResourceUse} from '../../model/finding.js';
import type {RunSummary} from '../../replay/reader.js';
import {formatCount, formatPercent, formatTokens} from '../../text/numbers.js';
import {formatDurationUs} from '../../text/times.js';
import {show, type DisplayText} from '../../text/visible.js';

/** What a finding used, each as an amount and as its share of the run; only what the log tells. */
export function describeUse(use: ResourceUse, run: RunSummary): readonly DisplayText[] {
  const parts: DisplayText[] = [];
  const calls = use.llmCalls + use.toolCalls;
  const runCalls = run.llmCalls + run.toolCalls;
  if (runCalls > 0) {
    parts.push(
      show`${formatCount(calls)} of ${formatCount(runCalls)} calls (${formatPercent(calls / runCalls)})`,
    );
  }
  const tokens = sum(use.inputTokens, use.outputTokens);
  const runTokens = sum(run.inputTokens, run.outputTokens);
  if (tokens !== undefined && runTokens !== undefined && runTokens > 0) {
    const share = formatPercent(tokens / runTokens);
    parts.push(show`${formatTokens(tokens)} of ${formatTokens(runTokens)} tokens (${share})`);
  }
  const runUs = durationUs(run);
  if (use.durationUs !== undefined && runUs !== undefined && runUs > 0) {
    const share = formatPercent(Math.min(1, use.durationUs / runUs));
    parts.push(show`${formatDurationUs(use.durationUs)} of ${formatDurationUs(runUs)} (${share})`);
  }
  return parts;
}

/** Wall time of the run in microseconds; undefined where the log has no times. */
export function durationUs(run: RunSummary): number | undefined {
  if (run.startUs === undefined || run.endUs === undefined) return undefined;
  return run.endUs - run.startUs;
}

function sum(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined && b === undefined) return undefined;
  return (a ?? 0) + (b ?? 0);
}
