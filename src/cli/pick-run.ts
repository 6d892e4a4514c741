import {UserError} from '../model/user-error.js';
import type {RunSummary} from '../replay/reader.js';
import {visible} from '../text/visible.js';
import {readText, type Arguments} from './arguments.js';

/** `--run ID`, also as an unambiguous beginning; else the run with the worst finding. */
export function pickRun(runs: readonly RunSummary[], args: Arguments): RunSummary {
  const wanted = readText(args, 'run');
  if (wanted !== undefined) return findRun(runs, wanted);
  const worst = worstRun(runs);
  if (worst === undefined) {
    throw new UserError('there is no run here', {next: 'ingest a log: whatbroke ingest FILE'});
  }
  return worst;
}

function findRun(runs: readonly RunSummary[], wanted: string): RunSummary {
  const exact = runs.find((run) => run.id === wanted);
  if (exact !== undefined) return exact;
  const near = runs.filter((run) => run.id.startsWith(wanted));
  const [only] = near;
  if (only !== undefined && near.length === 1) return only;
  const count = near.length === 0 ? 'no run' : `${near.length} runs`;
  throw new UserError(`--run ${visible(wanted)}: ${count} with an id that begins so`, {
    next: 'whatbroke traces lists them',
  });
}

/** Most critical findings, then warnings, then infos, then most steps; the first of equals. */
function worstRun(runs: readonly RunSummary[]): RunSummary | undefined {
  let worst: RunSummary | undefined;
  for (const run of runs) if (worst === undefined || isWorse(run, worst)) worst = run;
  return worst;
}

function isWorse(a: RunSummary, b: RunSummary): boolean {
  for (const level of ['critical', 'warning', 'info'] as const) {
    if (a.findings[level] !== b.findings[level]) return a.findings[level] > b.findings[level];
  }
  return a.steps > b.steps;
}
