import {formatCount} from '../../text/numbers.js';
import {literal, show} from '../../text/visible.js';
import {line, type Line} from '../../text/spans.js';
import {readFlag} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {writeJson} from '../json-output.js';
import {buildRunLines} from '../view/run-line.js';
import {printLines} from '../view/print-lines.js';

export const run: RunCommand = (context) =>
  withCase(context, async (session) => {
    const runs = await session.runs();
    if (readFlag(context.args, 'json')) {
      await writeJson(context.output, 'traces', {case: session.casePath, runs});
    } else {
      const lines: Line[] = runs.flatMap((summary) => buildRunLines(summary));
      const count = runs.length === 1 ? literal('1 run') : show`${formatCount(runs.length)} runs`;
      await printLines(context.output, [...lines, line('muted', count)]);
    }
    return session.exitCode;
  });
