import {buildRunView} from '../analyze/build-run-view.js';
import {formRuns, type RunPlan} from '../analyze/form-runs.js';
import type {RunView} from '../tree/run-view.js';
import {CaseFacts} from '../store/case-facts.js';

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
    this.#facts ??= CaseFacts.open(this.#casePath);
    this.#plans ??= new Map(formRuns(this.#facts.traceHeads()).map((plan) => [plan.runId, plan]));
    const plan = this.#plans.get(runId);
    return plan === undefined ? undefined : buildRunView(this.#facts, plan).view;
  }

  close(): void {
    this.#facts?.close();
  }
}
