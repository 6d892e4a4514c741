import {writeFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {applyFixes, lintMarkdown} from '../../report/lint/lint.js';
import {UserError} from '../../model/user-error.js';
import {formatCountOf} from '../../text/numbers.js';
import {visible} from '../../text/visible.js';
import type {CommandContext} from '../command.js';
import type {LintedFile} from './lint-files.js';

/** Fixes may uncover others ("seamlessly agentic"): so often at most. */
const MAX_ROUNDS = 5;

/** Writes what can be fixed without a change of meaning, and tells what is left. */
export async function fixFiles(
  {output, cwd}: CommandContext,
  files: readonly LintedFile[],
): Promise<readonly LintedFile[]> {
  const fixed: LintedFile[] = [];
  for (const file of files) {
    const done = fixOne(file);
    fixed.push(done);
    if (done.source === file.source) continue;
    if (file.name === '-') {
      throw new UserError('standard input cannot be fixed in place', {next: 'name the file'});
    }
    await writeFile(resolve(cwd, file.name), done.source);
    const count = file.problems.length - done.problems.length;
    output.talk(`${visible(file.name)}: ${formatCountOf(count, 'problem')} fixed\n`);
  }
  return fixed;
}

function fixOne(file: LintedFile): LintedFile {
  let {source, problems} = file;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const next = applyFixes(source, problems);
    if (next === source) break;
    source = next;
    problems = lintMarkdown(source, file.options);
  }
  return {...file, source, problems};
}
