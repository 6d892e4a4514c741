import {getRunIndex} from '../../detect/view/run-index.js';
import type {FleetRun} from '../../batch/fleet/fleet.js';
import {buildSurvey} from '../../batch/survey/build-survey.js';
import {SURVEY_VERSION, type RunSurvey} from '../../batch/survey/survey.js';
import type {RunSummary} from '../../replay/reader.js';
import {CaseWriter} from '../../store/case-writer.js';
import {listUnsurveyed, putSurvey, readSurveys} from '../../store/run-surveys.js';
import {CaseFacts} from '../../store/case-facts.js';
import {buildRunView} from '../../analyze/build-run-view.js';
import {formRuns} from '../../analyze/form-runs.js';
import type {CaseSession} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {createProgressBar} from '../progress.js';

/**
 * All runs of the session with their surveys. Those that `batch` has not made (a case that `ingest` filled)
 * are made now, and kept in the case.
 */
export async function readFleetRuns(
  context: CommandContext,
  session: CaseSession,
  keeps: (run: RunSummary) => boolean,
): Promise<readonly FleetRun[]> {
  await fillSurveys(context, session);
  const summaries = new Map((await session.runs()).map((run) => [run.id, run]));
  const runs: FleetRun[] = [];
  for (const {runId, data} of readSurveys(session.casePath, SURVEY_VERSION)) {
    const summary = summaries.get(runId);
    if (summary === undefined || !keeps(summary)) continue;
    runs.push({summary, survey: JSON.parse(data) as RunSurvey});
  }
  return runs;
}

async function fillSurveys(
  {output, signal}: CommandContext,
  {casePath, reader}: CaseSession,
): Promise<void> {
  const missing = new Set(listUnsurveyed(casePath, SURVEY_VERSION));
  if (missing.size === 0) return;
  const onWait = (message: string): void => {
    output.talk(`whatbroke: ${message}\n`);
  };
  const bar = createProgressBar(output, () => performance.now());
  const writer = CaseWriter.open(casePath, {onWait});
  const facts = CaseFacts.open(casePath);
  try {
    let done = 0;
    for (const plan of formRuns(facts.traceHeads())) {
      if (!missing.has(plan.runId)) continue;
      signal.throwIfAborted();
      bar.say(`looking at run ${String(++done)} of ${String(missing.size)}`);
      const {view} = buildRunView(facts, plan);
      const findings = await reader.findings(plan.runId);
      getRunIndex(view);
      const survey = buildSurvey({view, findings, attributes: facts.attributes(plan.traceKeys)});
      putSurvey(writer.db, SURVEY_VERSION, {runId: plan.runId, data: JSON.stringify(survey)});
    }
  } finally {
    bar.clear();
    facts.close();
    writer.close();
  }
}
