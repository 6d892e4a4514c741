import {mkdir, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';
import {readFlag, readText, type Arguments} from '../arguments.js';
import {withCase} from '../case-session.js';
import type {CommandContext, RunCommand} from '../command.js';
import {chooseExitCode} from '../fail-on.js';
import {pickRun} from '../pick-run.js';
import {gatherDraft} from '../report/gather-draft.js';
import {REPORT_FORMS, renderReport, type ReportForm} from '../report/render-report.js';

export const run: RunCommand = (context) => {
  const forms = readForms(context.args);
  const out = readText(context.args, 'out');
  if (forms.length > 1 && out === undefined) {
    throw new UserError('several forms cannot all go to stdout', {
      next: 'name a folder for them: --out FOLDER',
    });
  }
  // Here --format is the form of the report; the logs' own format is detected.
  const reading = {...context, args: {...context.args, format: undefined}};
  return withCase(reading, async (session) => {
    const summary = pickRun(await session.runs(), context.args);
    const gathered = await gatherDraft(session, summary);
    const texts = forms.map((form) => ({form, text: renderReport(form, gathered)}));
    await deliver(context, texts, out);
    if (session.exitCode !== 0) return session.exitCode;
    return chooseExitCode(context.args, gathered.input.findings);
  });
};

function readForms(args: Arguments): readonly ReportForm[] {
  if (readFlag(args, 'json')) return ['json'];
  const asked = (readText(args, 'format') ?? 'md').split(',').map((form) => form.trim());
  return [...new Set(asked)].map((form) => {
    const name = form === 'markdown' ? 'md' : form;
    const known = REPORT_FORMS.find((each) => each === name);
    if (known !== undefined) return known;
    throw new UserError(`--format ${visible(form)}: a report has no such form`, {
      next: `choose of ${REPORT_FORMS.join(', ')}; a log's own format is named at ingest`,
    });
  });
}

interface FormText {
  readonly form: ReportForm;
  readonly text: string;
}

async function deliver(
  {output, cwd}: CommandContext,
  texts: readonly FormText[],
  out: string | undefined,
): Promise<void> {
  if (out === undefined) {
    for (const {text} of texts) await output.data(text);
    return;
  }
  const isFolder = texts.length > 1 || out.endsWith('/');
  if (isFolder) await writing(out, mkdir(resolve(cwd, out), {recursive: true}));
  for (const {form, text} of texts) {
    const path = isFolder ? join(out, `report.${EXTENSION[form]}`) : out;
    // A draft quotes the log: not for other users of the machine.
    await writing(path, writeFile(resolve(cwd, path), text, {mode: 0o600}));
    output.talk(`wrote ${visible(path)}\n`);
  }
}

const EXTENSION: Readonly<Record<ReportForm, string>> = {
  md: 'md',
  html: 'html',
  json: 'json',
  sarif: 'sarif',
  junit: 'junit.xml',
};

/** @throws UserError where the file or folder cannot be written */
async function writing(path: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`${visible(path)} cannot be written: ${visible(reason)}`, {
      next: 'name another place with --out',
    });
  }
}
