import {buildCallTree} from '../tree/build-call-tree.js';
import {buildSteps} from '../tree/build-steps.js';
import type {RunView} from '../tree/run-view.js';
import type {RunPlan} from './form-runs.js';
import type {AnalysisStore, RunFacts} from './port.js';
import {readRunOutcome} from './run-outcome.js';

/** A run rebuilt from its facts, and the facts it was built from. */
export interface BuiltRun {
  readonly view: RunView;
  /** As loaded, with the spans and the outcome that the view shows. */
  readonly facts: RunFacts;
}

/**
 * Call tree, steps and lanes of one run, from its facts: what rules, guards and reports look at.
 * Reads only this run. O(n log n) in its spans; the same facts give the same step numbers as the stored analysis.
 */
export function buildRunView(
  store: Pick<AnalysisStore, 'loadRun'>,
  plan: Pick<RunPlan, 'runId' | 'traceKeys'>,
): BuiltRun {
  const loaded = store.loadRun(plan.runId, plan.traceKeys);
  const tree = buildCallTree(loaded.spans, loaded.links);
  const {steps, lanes, spans} = buildSteps(loaded, tree);
  const outcome = readRunOutcome(loaded.outcome, loaded.verdicts);
  const facts = {...loaded, spans, outcome};
  const {events, verdicts, timeBasis, bodies} = facts;
  const {runId} = plan;
  return {
    facts,
    view: {runId, spans, tree, steps, lanes, events, verdicts, outcome, timeBasis, bodies},
  };
}
