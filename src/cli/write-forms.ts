import {mkdir, writeFile} from 'node:fs/promises';
import {join, resolve} from 'node:path';
import {UserError} from '../model/user-error.js';
import {visible} from '../text/visible.js';
import type {CommandContext} from './command.js';

/** A document in one form, named by the ending of its file. */
export interface FormText {
  readonly form: string;
  readonly text: string;
}

/** To stdout, or to a file, or (several forms, or a name that ends in `/`) to files of a folder. @throws UserError */
export async function writeForms(
  {output, cwd}: CommandContext,
  texts: readonly FormText[],
  {out, name}: {readonly out: string | undefined; readonly name: string},
): Promise<void> {
  if (out === undefined) {
    for (const {text} of texts) await output.data(text);
    return;
  }
  const isFolder = texts.length > 1 || out.endsWith('/');
  try {
    if (isFolder) await mkdir(resolve(cwd, out), {recursive: true});
    for (const {form, text} of texts) {
      const path = isFolder ? join(out, `${name}.${form}`) : out;
      // It quotes the log: not for other users of the machine.
      await writeFile(resolve(cwd, path), text, {mode: 0o600});
      output.talk(`wrote ${visible(path)}\n`);
    }
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    throw new UserError(`${visible(out)} cannot be written: ${visible(error.message)}`, {
      next: 'name another place with --out',
    });
  }
}
