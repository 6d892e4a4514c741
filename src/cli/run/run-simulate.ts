import {writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {GuardTrial, type ArchiveTrial, type RunRole} from '../../guard/archive/try-guard.js';
import type {Simulation} from '../../guard/guard.js';
import {findCleanValues} from '../../guard/simulation/clean-values.js';
import type {CleanValues} from '../../guard/simulation/clean-values.js';
import {plotArchiveCurve} from '../../plot/archive-curve.js';
import type {RunSummary} from '../../replay/reader.js';
import {literal, show, visible} from '../../text/visible.js';
import {line} from '../../text/spans.js';
import {readFlag, readText} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {toArchiveLines, toCurveLines, toSimulationLines} from '../govern/simulation-lines.js';
import {readGuards} from '../govern/read-guards.js';
import {toRunRole} from '../govern/run-role.js';
import {writeJson} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {printLines} from '../view/print-lines.js';

interface Tried {
  readonly summary: RunSummary;
  readonly role: RunRole;
  readonly results: readonly (Simulation & {readonly cleanValues: CleanValues | undefined})[];
}

export const run: RunCommand = async (context) => {
  const guards = await readGuards(context);
  return withCase(context, async (session) => {
    const {args, output, signal, cwd} = context;
    const all = await session.runs();
    const asked = readText(args, 'run') === undefined ? all : [pickRun(all, args)];
    const trials = guards.map((guard) => new GuardTrial(guard));
    const tried: Tried[] = [];
    for (const summary of asked) {
      signal.throwIfAborted();
      const view = session.view(summary.id);
      if (view === undefined) continue;
      const role = toRunRole(summary);
      const results = trials.map((trial, i) => ({
        ...trial.add(view, role),
        cleanValues: guards[i] === undefined ? undefined : findCleanValues(view, guards[i]),
      }));
      tried.push({summary, role, results});
    }
    const archive = trials.map((trial) => trial.finish());
    await writeCurve(cwd, readText(args, 'out'), archive);
    if (readFlag(args, 'json')) {
      await writeJson(output, 'simulate', {
        runs: tried.map(({summary, role, results}) => ({id: summary.id, role, results})),
        archive,
      });
      return session.exitCode;
    }
    const [only] = tried;
    if (only !== undefined && tried.length === 1) {
      await printLines(output, toSimulationLines(only.summary, only.results));
    } else await printLines(output, toArchiveLines(archive, tried.length));
    if (readFlag(args, 'curve')) {
      for (const trial of archive) await printLines(output, toCurveLines(trial, output.width));
    }
    if (tried.length === 0)
      await printLines(output, [line('muted', literal('there is no run here'))]);
    return session.exitCode;
  });

  async function writeCurve(
    cwd: string,
    out: string | undefined,
    archive: readonly ArchiveTrial[],
  ): Promise<void> {
    const [first] = archive;
    if (out === undefined || first === undefined) return;
    await writeFile(resolve(cwd, out), plotArchiveCurve('curve', first), {mode: 0o600});
    context.output.talk(`${show`wrote ${visible(out)}`}\n`);
  }
};
