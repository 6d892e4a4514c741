import type {RunSummary, StepDetail, StoredFinding} from '../../replay/reader.js';
import {readFlag} from '../arguments.js';
import type {CaseSession} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {writeJson} from '../json-output.js';
import {readPlace} from '../read-place.js';
import {buildFindingLines} from '../view/finding-lines.js';
import {toFindingJson} from '../view/finding-json.js';
import {printLines} from '../view/print-lines.js';
import {writeRaw} from './write-raw.js';

/** Ids shorter than this are not taken for the beginning of one. */
const MIN_PREFIX = 4;
/** Records of one finding printed raw: its first laps; `show N --raw` prints any other. */
const MAX_RAW_STEPS = 8;

export interface FoundFinding {
  readonly finding: StoredFinding;
  readonly run: RunSummary;
}

/** By id or its beginning; undefined where none or several fit. */
export async function findFinding(
  session: CaseSession,
  id: string,
): Promise<FoundFinding | undefined> {
  const found: FoundFinding[] = [];
  for (const run of await session.runs()) {
    const {info, warning, critical} = run.findings;
    if (info + warning + critical === 0) continue;
    for (const finding of await session.reader.findings(run.id)) {
      if (finding.id === id) return {finding, run};
      if (id.length >= MIN_PREFIX && finding.id.startsWith(id)) found.push({finding, run});
    }
  }
  return found.length === 1 ? found[0] : undefined;
}

export async function showFinding(
  context: CommandContext,
  session: CaseSession,
  {finding, run}: FoundFinding,
): Promise<number> {
  const {args, output} = context;
  if (readFlag(args, 'raw')) {
    const steps = finding.evidence.map(({step}) => step);
    return writeRaw(context, await readLocations(session, run.id, steps));
  }
  if (readFlag(args, 'json')) {
    await writeJson(output, 'show', {kind: 'finding', finding: toFindingJson(finding)});
  } else {
    const since = await readPlace(session, run.id, finding.firstStep);
    await printLines(output, buildFindingLines(finding, run, {since, width: output.width}));
  }
  return session.exitCode;
}

async function readLocations(
  session: CaseSession,
  runId: string,
  steps: readonly number[],
): Promise<StepDetail['locations']> {
  const locations: StepDetail['locations'][number][] = [];
  for (const step of steps.slice(0, MAX_RAW_STEPS)) {
    const detail = await session.reader.step(runId, step, 0);
    if (detail !== undefined) locations.push(...detail.locations);
  }
  return locations;
}
