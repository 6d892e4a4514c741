import {compareFindings} from '../../report/verdict/rank-runs.js';
import type {RunSummary, StoredFinding} from '../../replay/reader.js';
import {formatCountOf} from '../../text/numbers.js';
import {line, type Line} from '../../text/spans.js';
import {literal, show} from '../../text/visible.js';
import {readFlag, readText} from '../arguments.js';
import {withCase, type CaseSession} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {chooseExitCode} from '../fail-on.js';
import {writeJson} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {readPlace} from '../read-place.js';
import {buildFindingLines} from '../view/finding-lines.js';
import {toFindingJson} from '../view/finding-json.js';
import {printLines} from '../view/print-lines.js';

interface Found {
  readonly finding: StoredFinding;
  readonly run: RunSummary;
}

export const run: RunCommand = (context) =>
  withCase(context, async (session) => {
    const {args, output} = context;
    const runs = await session.runs();
    const asked = readText(args, 'run') === undefined ? runs : [pickRun(runs, args)];
    const found = await readFindings(session, asked);
    const findings = found.map(({finding}) => finding);
    if (readFlag(args, 'json')) {
      const data = {
        runs: asked.length,
        findings: findings.map((finding) => toFindingJson(finding)),
      };
      await writeJson(output, 'findings', data);
    } else {
      await printLines(output, toLines(session, found, {runs: asked.length, width: output.width}));
    }
    return session.exitCode === 0 ? chooseExitCode(args, findings) : session.exitCode;
  });

async function readFindings(
  session: CaseSession,
  runs: readonly RunSummary[],
): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const summary of runs) {
    const {info, warning, critical} = summary.findings;
    if (info + warning + critical === 0) continue;
    for (const finding of await session.reader.findings(summary.id)) {
      found.push({finding, run: summary});
    }
  }
  return found.sort((a, b) => compareFindings(a.finding, b.finding));
}

async function* toLines(
  session: CaseSession,
  found: readonly Found[],
  {runs, width}: {readonly runs: number; readonly width: number},
): AsyncGenerator<Line> {
  for (const {finding, run: summary} of found) {
    const since = await readPlace(session, summary.id, finding.firstStep);
    yield* buildFindingLines(finding, summary, {since, width});
    yield line('plain', literal(''));
  }
  const count = formatCountOf(found.length, 'finding');
  yield line('muted', show`${count} in ${formatCountOf(runs, 'run')}`);
}
