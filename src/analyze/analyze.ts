import {setImmediate} from 'node:timers/promises';
import type {Detector} from '../detect/detector.js';
import type {Finding} from '../model/finding.js';
import type {CallTree} from '../tree/call-tree.js';
import {foldRepeats} from '../tree/fold-repeats.js';
import type {RunView} from '../tree/run-view.js';
import type {SpanTable} from '../tree/span-table.js';
import {buildRunView} from './build-run-view.js';
import {buildAnalysisVersion, resolveThresholds} from './analysis-version.js';
import type {ThresholdOverrides} from './analysis-version.js';
import {identifyFindings} from './finding-ids.js';
import {formRuns} from './form-runs.js';
import type {RunPlan} from './form-runs.js';
import {buildOverview} from './overview/build-overview.js';
import type {AnalysisStore, AnalyzedRun} from './port.js';

export interface AnalyzeOptions {
  readonly detectors: readonly Detector[];
  readonly thresholds?: ThresholdOverrides;
  /** Merges and orders what the rules found (subsumption); default: as found. */
  readonly rank?: (findings: readonly Finding[], view: RunView) => readonly Finding[];
  readonly signal?: AbortSignal;
  /** Called before each run that is analysed, and once at the end with done = total. */
  readonly onProgress?: (progress: AnalyzeProgress) => void;
}

export interface AnalyzeProgress {
  readonly doneRuns: number;
  readonly totalRuns: number;
}

export interface AnalyzeSummary {
  readonly runs: number;
  /** Runs that were stale and are analysed now. */
  readonly analyzedRuns: number;
  readonly analysisVersion: string;
}

/**
 * Brings the derived rows of a case up to date: forms runs, and redoes those whose facts or rules
 * have changed, each in one write. Aborted between runs, what is written stays valid.
 *
 * @throws the signal's reason when aborted.
 */
export async function analyze(
  store: AnalysisStore,
  options: AnalyzeOptions,
): Promise<AnalyzeSummary> {
  const {signal, onProgress} = options;
  signal?.throwIfAborted();
  const analysisVersion = buildAnalysisVersion(options.detectors, options.thresholds);
  const runs = formRuns(store.traceHeads());
  store.dropRunsExcept(new Set(runs.map((run) => run.runId)));
  const known = store.analyzedRuns(analysisVersion);
  const stale = runs.filter((run) => known.get(run.runId) !== run.factsDigest);
  for (const [doneRuns, run] of stale.entries()) {
    onProgress?.({doneRuns, totalRuns: stale.length});
    // Lets a signal or a key press in: the work on one run is synchronous.
    await setImmediate();
    signal?.throwIfAborted();
    store.writeRun(analyzeRun(store, run, options), analysisVersion);
  }
  onProgress?.({doneRuns: stale.length, totalRuns: stale.length});
  return {runs: runs.length, analyzedRuns: stale.length, analysisVersion};
}

/** Everything derived of one run. Reads only this run through the port. */
export function analyzeRun(
  store: Pick<AnalysisStore, 'loadRun'>,
  plan: RunPlan,
  options: Pick<AnalyzeOptions, 'detectors' | 'thresholds' | 'rank'>,
): AnalyzedRun {
  const {view, facts} = buildRunView(store, plan);
  const {tree, steps, lanes, spans} = view;
  const found: Finding[] = [];
  for (const detector of options.detectors) {
    const thresholds = resolveThresholds(detector, options.thresholds);
    for (const finding of detector.detect(view, thresholds)) found.push(finding);
  }
  const ranked = options.rank?.(found, view) ?? found;
  const folded = foldRepeats(spans, tree, facts.argsSig);
  const findings = identifyFindings(view, ranked);
  return {
    runId: plan.runId,
    name: findRunName(spans, tree),
    traceKeys: plan.traceKeys,
    facts,
    tree,
    steps,
    lanes,
    foldRepeats: folded.repeats,
    foldPeriod: folded.period,
    findings,
    overview: buildOverview(view, folded, findings),
    factsDigest: plan.factsDigest,
  };
}

/** Its own agent, or its only child where that is an agent. */
function agentNameOf(root: number, spans: SpanTable, tree: CallTree): number {
  const own = spans.agentName[root] ?? -1;
  const child = tree.firstChild[root] ?? -1;
  if (own >= 0 || child < 0 || tree.agentRow[child] !== child) return own;
  return (tree.nextSibling[child] ?? -1) < 0 ? (spans.agentName[child] ?? -1) : -1;
}

/**
 * Name of the agent, or else of the span, at the first root that the log holds. A chain around one
 * agent and nothing else is named after the agent.
 */
export function findRunName(spans: SpanTable, tree: CallTree): string | undefined {
  for (const root of tree.roots) {
    if (root >= spans.count) continue;
    const agent = agentNameOf(root, spans, tree);
    const name = spans.strings[agent >= 0 ? agent : (spans.name[root] ?? -1)];
    if (name !== undefined && name !== '') return name;
  }
  return undefined;
}
