import {readFile} from 'node:fs/promises';
import {resolve} from 'node:path';
import {parse} from 'yaml';
import {UserError} from '../../model/user-error.js';
import {
  readConfig,
  readWords,
  type ConfigResult,
  type LintConfig,
} from '../../report/lint/config.js';
import {visible} from '../../text/visible.js';
import {readText} from '../arguments.js';
import type {CommandContext} from '../command.js';

const DEFAULT_FILE = '.whatbroke-lint.yaml';

/** `--config`, else `.whatbroke-lint.yaml` here, else nothing; and the words of `--words`. */
export async function readLintConfig({args, cwd}: CommandContext): Promise<LintConfig> {
  const named = readText(args, 'config');
  const text = await readIfThere(named ?? DEFAULT_FILE, {cwd, isNamed: named !== undefined});
  const config = unwrap(named ?? DEFAULT_FILE, readConfig(parseYaml(named ?? DEFAULT_FILE, text)));
  const wordsFile = readText(args, 'words');
  if (wordsFile === undefined) return config;
  const list = await readIfThere(wordsFile, {cwd, isNamed: true});
  const words = unwrap(wordsFile, readWords(toList(wordsFile, list)));
  return {...config, words: [...config.words, ...words]};
}

/** A list in YAML or JSON, or plain lines; `#` begins a comment in both. */
function toList(file: string, text: string): unknown {
  if (/^\s*[-[{]/m.test(text.replace(/^\s*#.*$/gm, ''))) return parseYaml(file, text);
  return text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text, {maxAliasCount: 0});
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new UserError(
      `${visible(file)} is no YAML or JSON: ${visible(reason.replace(/:$/, ''))}`,
      {
        next: 'docs/lint.md shows one',
      },
    );
  }
}

function unwrap<T>(file: string, result: ConfigResult<T>): T {
  if ('value' in result) return result.value;
  throw new UserError(`${visible(file)}: ${visible(result.problem)}`, {
    next: 'docs/lint.md shows one',
  });
}

async function readIfThere(
  file: string,
  {cwd, isNamed}: {readonly cwd: string; readonly isNamed: boolean},
): Promise<string> {
  try {
    return await readFile(resolve(cwd, file), 'utf8');
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    if (isMissing && !isNamed) return '';
    const reason = isMissing
      ? 'no such file'
      : error instanceof Error
        ? error.message
        : String(error);
    throw new UserError(`${visible(file)} cannot be read: ${visible(reason)}`, {
      next: 'docs/lint.md shows one',
    });
  }
}
