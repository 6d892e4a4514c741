import {buildDetailLines} from '../../replay/detail-lines.js';
import {buildFindingIndex} from '../../replay/finding-index.js';
import {UserError} from '../../model/user-error.js';
import {readFlag} from '../arguments.js';
import type {CaseSession} from '../case-session.js';
import type {CommandContext} from '../command.js';
import {writeJson} from '../json-output.js';
import {pickRun} from '../pick-run.js';
import {printLines} from '../view/print-lines.js';
import {toStepJson} from '../view/step-json.js';
import {writeRaw} from './write-raw.js';

/** Characters of one text that are shown; `--raw` prints the record itself. */
const TEXT_LIMIT = 200_000;
/** Every line of a block, up to the bound of the step as a whole. */
const ALL_LINES = 5000;

export async function showStep(
  context: CommandContext,
  session: CaseSession,
  step: number,
): Promise<number> {
  const {args, output} = context;
  const run = pickRun(await session.runs(), args);
  const detail = await session.reader.step(run.id, step, TEXT_LIMIT);
  if (detail === undefined) {
    throw new UserError(`no step ${step + 1}: run ${run.id} has ${run.steps}`, {
      next: 'whatbroke replay --print lists them',
    });
  }
  if (readFlag(args, 'raw')) return writeRaw(context, detail.locations);
  if (readFlag(args, 'json')) {
    const data = {kind: 'step', run: run.id, step: toStepJson(detail)};
    await writeJson(output, 'show', data);
  } else {
    const shape = {columns: output.width, blockLines: ALL_LINES};
    const {reader} = session;
    const around = {
      run,
      findings: buildFindingIndex(await reader.findings(run.id)),
      notes: await reader.notes(run.id),
      overview: await reader.overview(run.id),
    };
    await printLines(output, buildDetailLines(detail, around, shape));
  }
  return session.exitCode;
}
