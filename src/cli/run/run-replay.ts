import type {StepRow, TraceReader} from '../../replay/reader.js';
import {UserError} from '../../model/user-error.js';
import type {Line} from '../../text/spans.js';
import {readCount, readFlag} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {RunCommand} from '../command.js';
import {writeJsonList} from '../json-output.js';
import {openReplay} from '../open-replay.js';
import {pickRun} from '../pick-run.js';
import {canOpenScreen} from '../screen.js';
import {printLines} from '../view/print-lines.js';
import {toStepJson} from '../view/step-json.js';
import {buildStepLine} from '../view/step-line.js';

/** The most that a reader gives at once. */
const PAGE_STEPS = 1000;

export const run: RunCommand = async (context) => {
  const {args, output} = context;
  const isJson = readFlag(args, 'json');
  const isText = isJson || readFlag(args, 'print');
  if (!isText && !canOpenScreen(context)) {
    throw new UserError('replay needs a terminal for its keys and its screen', {
      next: 'whatbroke replay --print writes the steps as text',
    });
  }
  const step = readCount(args, 'step', 1);
  return withCase(context, async (session) => {
    const summary = pickRun(await session.runs(), args);
    if (step !== undefined && step > summary.steps) {
      throw new UserError(`--step ${step}: the run has ${summary.steps} steps`);
    }
    if (!isText) {
      const start = step === undefined ? {} : {startStep: step - 1};
      await openReplay(context, session, {runId: summary.id, ...start});
      return session.exitCode;
    }
    const from = step === undefined ? 0 : step - 1;
    const rows = readSteps(session.reader, summary.id, from);
    if (isJson) {
      const head = {run: summary.id};
      await writeJsonList(output, 'replay', {head, name: 'steps', items: toItems(rows)});
    } else {
      const startUs = summary.startUs;
      await printLines(output, toLines(rows, {startUs, width: output.width}));
    }
    return session.exitCode;
  });
};

async function* readSteps(
  reader: TraceReader,
  runId: string,
  first: number,
): AsyncGenerator<StepRow> {
  for (let from = first; ; from += PAGE_STEPS) {
    const page = await reader.steps(runId, from, from + PAGE_STEPS);
    yield* page;
    if (page.length < PAGE_STEPS) return;
  }
}

async function* toItems(rows: AsyncIterable<StepRow>): AsyncGenerator<object> {
  for await (const row of rows) yield toStepJson(row);
}

async function* toLines(
  rows: AsyncIterable<StepRow>,
  options: {readonly startUs: number | undefined; readonly width: number},
): AsyncGenerator<Line> {
  for await (const row of rows) yield buildStepLine(row, options);
}
