import {findWrites} from '../../analyze/overview/find-writes.js';
import {detectors} from '../../detect/registry.js';
import type {OutlineNode} from '../../replay/overview.js';
import {analyzeGovernance} from '../../guard/gaps.js';
import {readRunRecords} from '../../guard/governance/read-run-records.js';
import {bundledPacks} from '../../guard/packs/bundled-packs.js';
import type {RunSummary} from '../../replay/reader.js';
import {buildDraft} from '../../report/draft/build-draft.js';
import type {DraftInput} from '../../report/draft/draft-input.js';
import type {EvidenceSource, EvidenceSources, ReportDraft} from '../../report/draft/draft.js';
import {findBaseline} from '../../report/draft/find-baseline.js';
import {quoteForShell} from '../../report/verdict/words.js';
import type {RunView} from '../../tree/run-view.js';
import type {CaseSession} from '../case-session.js';
import {toShownPath} from '../case-path.js';
import {readHealth} from '../read-health.js';
import {readTool} from '../tool.js';
import {tryGuards} from './try-guards.js';

/** A draft with the places of its evidence in the log. */
export interface GatheredDraft {
  readonly draft: ReportDraft;
  readonly sources: EvidenceSources;
  readonly input: DraftInput;
  readonly outline: readonly OutlineNode[] | undefined;
}

/** Reads what a draft is made of, writes it, and looks up where its evidence stands. O(run). */
export async function gatherDraft(
  session: CaseSession,
  summary: RunSummary,
): Promise<GatheredDraft> {
  const input = await gatherInput(session, summary);
  const draft = buildDraft(input);
  const overview = await session.reader.overview(summary.id);
  const steps = new Set(input.findings.map(({firstStep}) => firstStep));
  for (const {places} of draft.evidence) for (const {step} of places) steps.add(step);
  const sources = await readSources(session, summary.id, steps);
  return {draft, input, outline: overview?.outline, sources};
}

async function gatherInput(session: CaseSession, summary: RunSummary): Promise<DraftInput> {
  const {reader, cwd, casePath} = session;
  const view = requireView(session, summary.id);
  const findings = await reader.findings(summary.id);
  const overview = await reader.overview(summary.id);
  const {records, diagnostics} = readHealth(casePath, summary.sources);
  return {
    summary: {...summary, sources: summary.sources.map((path) => toShownPath(path, cwd))},
    view,
    findings,
    incidents: overview?.incidents ?? [],
    profile: overview?.profile,
    writes: findWrites(view),
    notes: await reader.notes(summary.id),
    baseline: findBaseline(summary, await reader.runs()),
    governance: analyzeGovernance(view, {
      findings,
      packs: bundledPacks(),
      records: readRunRecords(view, session.attributes(summary.id)),
    }),
    guards: tryGuards(
      view,
      `--run ${quoteForShell(summary.id)}${session.caseOption === '' ? '' : ` ${session.caseOption}`}`,
    ),
    records,
    diagnostics,
    rules: detectors,
    toolVersion: readTool().version,
    caseOption: session.caseOption,
  };
}

function requireView(session: CaseSession, runId: string): RunView {
  const view = session.view(runId);
  if (view === undefined) throw new Error(`run ${runId} is listed, and cannot be rebuilt`);
  return view;
}

async function readSources(
  {reader, cwd}: CaseSession,
  runId: string,
  steps: Iterable<number>,
): Promise<EvidenceSources> {
  const found = new Map<number, EvidenceSource>();
  for (const step of steps) {
    const location = (await reader.step(runId, step, 0))?.locations[0];
    if (location === undefined) continue;
    found.set(step, {source: toShownPath(location.source, cwd), at: location.at});
  }
  return found;
}
