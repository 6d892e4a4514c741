import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {lintMarkdown, type LintOptions} from '../../report/lint/lint.js';
import type {LintProblem} from '../../report/lint/lint-rule.js';
import {UserError} from '../../model/user-error.js';
import {visible} from '../../text/visible.js';
import {readTexts} from '../arguments.js';
import type {CommandContext} from '../command.js';
import {readEvidence} from './read-evidence.js';
import {readLintConfig} from './read-lint-config.js';

/** A postmortem is read by people: what is longer was written by nobody, and Markdown is parsed in memory. */
const MAX_BYTES = 4_000_000;

export interface LintedFile {
  /** As it was named; `-` for standard input. */
  readonly name: string;
  readonly source: string;
  readonly problems: readonly LintProblem[];
  readonly options: LintOptions;
}

/** Checks every named file with the same configuration and the same case. */
export async function lintFiles(context: CommandContext): Promise<readonly LintedFile[]> {
  const {args, cwd, signal} = context;
  const {rules, words} = await readLintConfig(context);
  const evidence = await readEvidence(context);
  const options: LintOptions = {rules, words, ...(evidence === undefined ? {} : {evidence})};
  const files: LintedFile[] = [];
  for (const name of readTexts(args, 'files')) {
    signal.throwIfAborted();
    const source = name === '-' ? await readStdin() : await readNamed(name, cwd);
    checkSize(name, Buffer.byteLength(source));
    files.push({name, source, options, problems: lintMarkdown(source, options)});
  }
  return files;
}

async function readNamed(name: string, cwd: string): Promise<string> {
  try {
    const bytes = await readFile(resolve(cwd, name));
    checkSize(name, bytes.length);
    return bytes.toString('utf8').replace(/^\ufeff/, '');
  } catch (error) {
    if (error instanceof UserError) throw error;
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const reason = isMissing
      ? 'no such file'
      : error instanceof Error
        ? error.message
        : String(error);
    throw new UserError(`${visible(name)} cannot be read: ${visible(reason)}`, {
      next: 'name a Markdown file, or - for standard input',
    });
  }
}

async function readStdin(): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of process.stdin) {
    const chunk = Buffer.from(part as Uint8Array);
    parts.push(chunk);
    bytes += chunk.length;
    checkSize('-', bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

function checkSize(name: string, bytes: number): void {
  if (bytes <= MAX_BYTES) return;
  throw new UserError(
    `${visible(name)} has ${bytes} bytes, expected at most ${MAX_BYTES} for a postmortem`,
    {next: 'name the Markdown document, not the log'},
  );
}
