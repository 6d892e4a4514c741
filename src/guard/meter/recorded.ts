import {KIND} from '../../detect/view/step-kinds.js';
import type {RunView} from '../../tree/run-view.js';
import type {GuardUnit} from '../guard.js';

interface Recorded {
  readonly llmCalls: number;
  readonly toolCalls: number;
  readonly args: number;
  readonly results: number;
  readonly tokens: number;
  readonly starts: number;
  readonly agents: number;
}

const memo = new WeakMap<RunView, Recorded>();

/** How much of what guards need the log holds. O(steps), once a run. */
export function countRecorded(view: RunView): Recorded {
  const known = memo.get(view);
  if (known !== undefined) return known;
  const {steps} = view;
  const sum = {llmCalls: 0, toolCalls: 0, args: 0, results: 0, tokens: 0, starts: 0, agents: 0};
  for (let step = 0; step < steps.count; step++) {
    if (steps.kind[step] === KIND.agentStart) sum.agents++;
    if (!Number.isNaN(steps.startUs[step] ?? NaN)) sum.starts++;
    if (steps.kind[step] === KIND.llm) {
      sum.llmCalls++;
      const tokens = (steps.inputTokens[step] ?? NaN) + (steps.outputTokens[step] ?? NaN);
      if (!Number.isNaN(tokens)) sum.tokens++;
    }
    if (steps.kind[step] !== KIND.tool) continue;
    sum.toolCalls++;
    if ((steps.l3[step] ?? -1) >= 0) sum.args++;
    if ((steps.outcomeSig[step] ?? -1) >= 0) sum.results++;
  }
  memo.set(view, sum);
  return sum;
}

export function lacksUnit(view: RunView, unit: GuardUnit): string | undefined {
  const {llmCalls, toolCalls} = countRecorded(view);
  if (unit === 'tool-call') return toolCalls === 0 ? 'the log records no tool calls' : undefined;
  if (llmCalls > 0) return undefined;
  return unit === 'llm-call' || unit === 'round' || unit === 'super-step'
    ? 'the log records no model calls'
    : undefined;
}

export function lacksArguments(view: RunView): string | undefined {
  const {toolCalls, args} = countRecorded(view);
  if (toolCalls === 0) return 'the log records no tool calls';
  return args === 0 ? 'the log records no arguments of tool calls' : undefined;
}

export function lacksResults(view: RunView): string | undefined {
  const {toolCalls, results} = countRecorded(view);
  if (toolCalls === 0) return 'the log records no tool calls';
  return results === 0 ? 'the log records no results of tool calls' : undefined;
}

export function lacksTokens(view: RunView): string | undefined {
  const {llmCalls, tokens} = countRecorded(view);
  if (llmCalls === 0) return 'the log records no model calls';
  return tokens === 0 ? 'the log reports no tokens' : undefined;
}

export function lacksTimes(view: RunView): string | undefined {
  if (view.timeBasis === 'none') return 'the log has no times';
  return countRecorded(view).starts === 0 ? 'the log has no times' : undefined;
}

export function lacksAgents(view: RunView): string | undefined {
  return countRecorded(view).agents === 0 ? 'the log tells no agents apart' : undefined;
}
