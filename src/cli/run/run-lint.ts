import {UserError} from '../../model/user-error.js';
import {readFlag, readText, readTexts} from '../arguments.js';
import type {CommandContext, RunCommand} from '../command.js';
import {EXIT} from '../exit-code.js';
import {chooseExitCode} from '../fail-on.js';
import {fixFiles} from '../lint/fix-files.js';
import {lintFiles, type LintedFile} from '../lint/lint-files.js';
import {listRules} from '../lint/list-rules.js';
import {LINT_FORMS, writeProblems, type LintForm} from '../lint/write-problems.js';
import {visible} from '../../text/visible.js';

export const run: RunCommand = async (context) => {
  const {args} = context;
  if (readFlag(args, 'list')) {
    await listRules(context);
    return EXIT.done;
  }
  if (readTexts(args, 'files').length === 0) {
    throw new UserError('no postmortem is named', {next: 'whatbroke lint FILE.md, - for stdin'});
  }
  const form = readForm(context);
  const read = await lintFiles(context);
  const files = readFlag(args, 'fix') ? await fixFiles(context, read) : read;
  await writeProblems(context, form, files);
  return chooseExitCode(args, eachProblem(files));
};

function* eachProblem(files: readonly LintedFile[]) {
  for (const {problems} of files) yield* problems;
}

function readForm({args}: CommandContext): LintForm {
  if (readFlag(args, 'json')) return 'json';
  const asked = readText(args, 'format') ?? 'pretty';
  const known = LINT_FORMS.find((form) => form === asked);
  if (known !== undefined) return known;
  throw new UserError(`--format ${visible(asked)}: expected one of ${LINT_FORMS.join(', ')}`);
}
