import {buildAnalysisVersion} from '../analyze/analysis-version.js';
import {formRuns, type RunPlan} from '../analyze/form-runs.js';
import {detectors} from '../detect/registry.js';
import type {CaseRuns} from '../store/case-runs.js';
import {WorkerCrash, type Crew} from './crew.js';
import {forEachParallel} from './for-each.js';
import type {BatchEvent} from './progress.js';
import {Turns} from './turns.js';
import type {DerivedRows} from '../store/derived-rows.js';

const MAX_CRASHES = 2;
const RUNS_PER_WORKER = 2;

export interface JudgePhaseOptions {
  readonly casePath: string;
  readonly runs: CaseRuns;
  readonly crew: Crew;
  readonly workers: number;
  readonly signal: AbortSignal;
  readonly tell: (event: BatchEvent) => void;
}

/** A run that could not be analysed: its facts are in the case, its findings are not. */
export interface LostRun {
  readonly runId: string;
  readonly reason: string;
}

/**
 * Analyses every run of the case that is new or has changed, on all workers; each is written as a whole, in
 * the order of the runs, so that a batch that is stopped and started again leaves the same case.
 *
 * @throws the abort reason
 */
export async function judgeRuns(options: JudgePhaseOptions): Promise<readonly LostRun[]> {
  const {runs, crew, workers, signal, tell, casePath} = options;
  const version = buildAnalysisVersion(detectors);
  const plans = formRuns(runs.traceHeads());
  runs.dropRunsExcept(new Set(plans.map(({runId}) => runId)));
  const known = runs.analyzedRuns(version);
  const stale = plans.filter(({runId, factsDigest}) => known.get(runId) !== factsDigest);
  const lost: LostRun[] = [];
  const held = new HeldRows(runs);
  const turns = new Turns();
  let runsDone = 0;
  const onAbort = (): void => {
    crew.end();
  };
  signal.addEventListener('abort', onAbort, {once: true});
  tell({kind: 'judging', runsDone, runsTotal: stale.length});
  try {
    await forEachParallel(stale, workers * RUNS_PER_WORKER, async (plan) => {
      const turn = turns.take();
      let rows: DerivedRows | LostRun;
      try {
        rows = await judge(plan, {casePath, crew, signal});
      } finally {
        // Whatever happens here, those behind must not wait for ever.
        void turn.then((end) => setImmediate(end));
      }
      await turn;
      if ('tables' in rows) held.add(rows);
      else lost.push(rows);
      tell({kind: 'judging', runsDone: ++runsDone, runsTotal: stale.length});
    });
    held.flush();
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
  return lost;
}

/** Runs, and their rows (a chunk of 1,024 steps is one), of one transaction. */
const MAX_HELD_RUNS = 64;
const MAX_HELD_ROWS = 2000;

/**
 * Analysed runs until there are enough for one transaction: every commit empties the page caches of the
 * workers that read the case. What a kill loses is analysed again.
 */
class HeldRows {
  readonly #runs: CaseRuns;
  #held: DerivedRows[] = [];
  #rows = 0;

  constructor(runs: CaseRuns) {
    this.#runs = runs;
  }

  add(rows: DerivedRows): void {
    this.#held.push(rows);
    for (const table of rows.tables) this.#rows += table.rows.length;
    if (this.#held.length >= MAX_HELD_RUNS || this.#rows >= MAX_HELD_ROWS) this.flush();
  }

  flush(): void {
    if (this.#held.length > 0) this.#runs.writeRows(this.#held);
    this.#held = [];
    this.#rows = 0;
  }
}

async function judge(
  plan: RunPlan,
  {casePath, crew, signal}: Pick<JudgePhaseOptions, 'casePath' | 'crew' | 'signal'>,
): Promise<DerivedRows | LostRun> {
  for (let crashes = 1; ; crashes++) {
    try {
      const end = await crew.do({kind: 'judge', casePath, plan}, () => undefined);
      if (end.kind === 'judged') return end.rows;
      const told = end.kind === 'broke' ? (end.message.split('\n')[0] ?? '') : end.kind;
      return {runId: plan.runId, reason: `this is a bug in whatbroke, please report it: ${told}`};
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof WorkerCrash)) throw error;
      if (crashes < MAX_CRASHES) continue;
      return {runId: plan.runId, reason: `its worker ended twice (${error.how})`};
    }
  }
}
