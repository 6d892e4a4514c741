import {formRuns} from '../analyze/form-runs.js';
import {readAnalyzedRuns} from '../store/analyzed-runs.js';
import {CaseWriter} from '../store/case-writer.js';
import {closeCase, openCaseForReading, isOlderCase} from '../store/open-case.js';
import {readTraceHeads} from '../store/trace-heads.js';
import {readAnalysisVersion} from './analysis-version.js';
import {toShownPath} from './case-path.js';
import type {CommandContext} from './command.js';
import {createProgressBar} from './progress.js';

/**
 * Analyses what an ingest that was stopped, or an older version of the rules, left behind: a case never
 * shows fewer runs than its files hold. Nothing is written where all is up to date.
 */
export async function refreshCase(
  {output, signal, cwd}: CommandContext,
  casePath: string,
): Promise<void> {
  const onWait = (message: string): void => {
    output.talk(`whatbroke: ${message}\n`);
  };
  if (isOlderCase(casePath)) {
    CaseWriter.open(casePath, {onWait}).close();
    const shown = toShownPath(casePath, cwd);
    onWait(`${shown} was written by an older version and has been brought up to date`);
  }
  if (!isStale(casePath, await readAnalysisVersion())) return;
  const {analyzeCase} = await import('./analyze-case.js');
  const writer = CaseWriter.open(casePath, {onWait});
  const bar = createProgressBar(output, () => performance.now());
  try {
    await analyzeCase(writer, {
      signal,
      say: (text) => {
        bar.say(text);
      },
    });
  } finally {
    bar.clear();
    writer.close();
  }
}

function isStale(casePath: string, analysisVersion: string): boolean {
  const db = openCaseForReading(casePath);
  try {
    const known = readAnalyzedRuns(db, analysisVersion);
    const runs = formRuns(readTraceHeads(db));
    // A run that its files no longer hold is stale as well.
    return (
      runs.length !== known.size || runs.some((run) => known.get(run.runId) !== run.factsDigest)
    );
  } finally {
    closeCase(db);
  }
}
