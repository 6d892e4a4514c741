import {buildRunView} from '../analyze/build-run-view.js';
import {formRuns, type RunPlan} from '../analyze/form-runs.js';
import type {RunView} from '../tree/run-view.js';
import {CaseFacts} from '../store/case-facts.js';
import type {LoggedAttributes} from '../store/run-attributes.js';

/** Rebuilds runs of a case from their facts, one at a time, opening the case when first asked. */
export class RunViews {
  readonly #casePath: string;
  #facts: CaseFacts | undefined;
  #plans: ReadonlyMap<string, RunPlan> | undefined;

  constructor(casePath: string) {
    this.#casePath = casePath;
  }

  /** O(run). Its step numbers are those of the stored analysis. Undefined = no such run. */
  build(runId: string): RunView | undefined {
    const {facts, plan} = this.#find(runId);
    return plan === undefined ? undefined : buildRunView(facts, plan).view;
  }

  /** What is left of the records of a run: settings, tool definitions, approvals. */
  attributes(runId: string): Iterable<LoggedAttributes> {
    const {facts, plan} = this.#find(runId);
    return plan === undefined ? [] : facts.attributes(plan.traceKeys);
  }

  #find(runId: string): {readonly facts: CaseFacts; readonly plan: RunPlan | undefined} {
    const facts = (this.#facts ??= CaseFacts.open(this.#casePath));
    this.#plans ??= new Map(formRuns(facts.traceHeads()).map((plan) => [plan.runId, plan]));
    return {facts, plan: this.#plans.get(runId)};
  }

  close(): void {
    this.#facts?.close();
  }
}
