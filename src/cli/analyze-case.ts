import {analyze} from '../analyze/analyze.js';
import {rankFindings} from '../detect/rank.js';
import {detectors} from '../detect/registry.js';
import {CaseAnalysis} from '../store/case-analysis.js';
import type {CaseWriter} from '../store/case-writer.js';

/** Brings trees, steps and findings of a case up to date; runs that did not change are left alone. */
export async function analyzeCase(
  writer: CaseWriter,
  {signal, say}: {readonly signal: AbortSignal; readonly say: (text: string) => void},
): Promise<void> {
  await analyze(new CaseAnalysis(writer.db), {
    detectors,
    rank: (findings, view) => rankFindings(view, findings),
    signal,
    onProgress: ({doneRuns, totalRuns}) => {
      if (totalRuns > 0) say(`analysing run ${Math.min(doneRuns + 1, totalRuns)} of ${totalRuns}`);
    },
  });
}
