import {layoutVerdict} from '../../report/verdict/layout-verdict.js';
import {buildVerdict} from '../../report/verdict/build-verdict.js';
import {line} from '../../text/spans.js';
import {literal} from '../../text/visible.js';
import {UserError} from '../../model/user-error.js';
import {readFlag, readText, readTexts} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {chooseExitCode} from '../fail-on.js';
import {judgeRuns} from '../judge-runs.js';
import {writeJson} from '../json-output.js';
import {openReplay} from '../open-replay.js';
import {pickRun} from '../pick-run.js';
import {canOpenScreen} from '../screen.js';
import {printLines} from '../view/print-lines.js';
import {toVerdictJson} from '../view/verdict-json.js';

/** The main job: read, analyse, replay what broke (on a terminal), and say it in words. */
export const run: RunCommand = async (context) => {
  const {args, output} = context;
  if (readTexts(args, 'files').length === 0) {
    throw new UserError('no file is named', {
      next: 'whatbroke FILE reads one, whatbroke --help tells the rest',
    });
  }
  return withCase(context, async (session) => {
    const all = await session.runs();
    const runs = readText(args, 'run') === undefined ? all : [pickRun(all, args)];
    const input = await judgeRuns(session, runs);
    const findings = input.runs.flatMap((judged) => judged.findings);
    const exitCode = session.exitCode === 0 ? chooseExitCode(args, findings) : session.exitCode;
    if (readFlag(args, 'json')) {
      await writeJson(output, 'verdict', toVerdictJson(input));
      return exitCode;
    }
    if (findings.length > 0 && canOpenScreen(context)) {
      await openReplay(context, session, {runId: pickRun(runs, args).id});
    }
    const lines = layoutVerdict(buildVerdict(input), output.width);
    await printLines(output, [...lines, line('plain', literal(''))]);
    return exitCode;
  });
};
