import type {HarnessVerdict, Locator} from '../../api.js';
import {AGENT} from './run.js';
import type {Reading, Run} from './run.js';

const STUCK = /stuck in a loop|AgentStuckInLoop/i;
const LIMIT =
  /maximum iteration|max(?:imum)? budget|budget.{0,20}exceeded|ContextWindowExceeded|maximum number of/i;

/** What the controller said about the end of the run becomes evidence, and its outcome. */
export function writeEnd(
  reading: Reading,
  run: Run,
  end: {readonly text: string; readonly saidBy: string; readonly us?: number; readonly at: Locator},
): void {
  const {text, saidBy, us, at} = end;
  const kind = STUCK.test(text) ? 'stuck' : LIMIT.test(text) ? 'limit' : 'failure';
  run.outcome = {value: 'failed', saidBy};
  writeVerdict(reading, run, {kind, said: text, saidBy, us, at});
}

export function writeVerdict(
  reading: Reading,
  run: Run,
  verdict: {
    readonly kind: HarnessVerdict['kind'];
    readonly said: string;
    readonly saidBy: string;
    readonly value?: number;
    readonly us?: number | undefined;
    readonly at: Locator;
  },
): void {
  const {kind, said, saidBy, value, us, at} = verdict;
  reading.facts.push({
    kind: 'verdict',
    verdict: {
      traceId: run.traceId,
      spanId: AGENT,
      kind,
      said,
      saidBy,
      ...(value === undefined ? {} : {value}),
      ...(us === undefined ? {} : {timeUs: us}),
    },
    at,
  });
}

export function isEndText(text: string): boolean {
  return STUCK.test(text) || LIMIT.test(text);
}
