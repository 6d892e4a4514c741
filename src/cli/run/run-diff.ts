import {existsSync} from 'node:fs';
import {resolve} from 'node:path';
import type {RunSummary} from '../../replay/reader.js';
import {buildDiffLines, type DiffSide} from '../../report/diff/diff-lines.js';
import {buildRunDiff, type DiffSection} from '../../report/diff/run-diff.js';
import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';
import {readFlag, readText} from '../arguments.js';
import {withCase, type CaseSession} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {diffLaps, readLapName} from '../diff-laps.js';
import {writeJson} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {printLines} from '../view/print-lines.js';

export const run: RunCommand = (context) => {
  const {args, cwd} = context;
  const named = ['a', 'b'].map((side) => readText(args, side) ?? '');
  const files = named.filter((name) => existsSync(resolve(cwd, name)));
  const laps = named.map((name) => readLapName(name));
  return withCase({...context, args: {...args, files}}, async (session) => {
    const [one, other] = laps;
    if (one !== undefined && other !== undefined && files.length === 0) {
      await diffLaps(context, session, [one, other]);
      return session.exitCode;
    }
    const [a, b] = [await openSide(context, session, 'a'), await openSide(context, session, 'b')];
    if (a.summary.id === b.summary.id) {
      throw new UserError(`both are run ${a.summary.id}`, {
        next: 'whatbroke traces lists the runs',
      });
    }
    const diff = buildRunDiff(a.view, b.view);
    if (readFlag(args, 'json')) {
      const {sections, parting, sameSteps, otherAnswers, tools} = diff;
      await writeJson(context.output, 'diff', {
        a: a.summary,
        b: b.summary,
        sameSteps,
        parting: parting === undefined ? undefined : shift(parting),
        sections: sections.map(toSectionJson),
        otherAnswers: otherAnswers.map((answer) => ({...answer, ...shift(answer)})),
        tools,
      });
    } else {
      await printLines(context.output, buildDiffLines(diff, a, b, context.output.width));
    }
    return session.exitCode;
  });
};

/** A file stands for its run with the worst finding, anything else for a run id or its beginning. */
async function openSide(
  {args, cwd}: CommandContext,
  session: CaseSession,
  side: 'a' | 'b',
): Promise<DiffSide> {
  const name = readText(args, side) ?? '';
  const path = resolve(cwd, name);
  const all = await session.reader.runs();
  const ofFile = existsSync(path) ? all.filter((run) => isFrom(run, path)) : [];
  const summary = ofFile.length > 0 ? pickRun(ofFile, {}) : pickRun(all, {run: name});
  const view = session.view(summary.id);
  if (view === undefined) throw new UserError(`${visible(name)}: no such run`);
  return {summary, view};
}

function isFrom({sources}: RunSummary, path: string): boolean {
  return sources.some((source) => source === path || source.startsWith(`${path}/`));
}

/** Steps count from 1 for people. */
function shift({a, b}: {readonly a: number | undefined; readonly b: number | undefined}): object {
  return {
    ...(a === undefined ? {} : {a: a + 1}),
    ...(b === undefined ? {} : {b: b + 1}),
  };
}

function toSectionJson({kind, lane, a, b}: DiffSection): object {
  return {kind, lane, a: a.map((step) => step + 1), b: b.map((step) => step + 1)};
}
