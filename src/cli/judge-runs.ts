import {detectors} from '../detect/registry.js';
import type {RunSummary} from '../replay/reader.js';
import {compareFindings} from '../report/verdict/rank-runs.js';
import type {JudgedRun, VerdictInput} from '../report/verdict/verdict-input.js';
import type {CaseSession} from './case-session.js';
import {readPlace} from './read-place.js';

const NOTHING = {present: 0, read: 0, refused: 0};

/** Gathers what the verdict is made of. */
export async function judgeRuns(
  session: CaseSession,
  runs: readonly RunSummary[],
): Promise<VerdictInput> {
  const judged: JudgedRun[] = [];
  for (const summary of runs) judged.push(await judgeRun(session, summary));
  return {
    runs: judged,
    records: session.ingested?.health.records ?? NOTHING,
    diagnostics: session.ingested?.health.diagnostics ?? [],
    rules: detectors.length,
    caseOption: session.caseOption,
  };
}

async function judgeRun(session: CaseSession, summary: RunSummary): Promise<JudgedRun> {
  const {info, warning, critical} = summary.findings;
  if (info + warning + critical === 0) return {summary, findings: []};
  const findings = [...(await session.reader.findings(summary.id))].sort(compareFindings);
  const worst = findings[0];
  if (worst === undefined) return {summary, findings};
  const since = await readPlace(session, summary.id, worst.firstStep);
  return {summary, findings, ...(since === undefined ? {} : {since})};
}
