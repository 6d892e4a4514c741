import {readFileSync} from 'node:fs';

/** Where the build leaves the help of the program, beside this file. */
const SAVED_HELP = new URL('./help.txt', import.meta.url);

/**
 * The text of `whatbroke --help`, as the build rendered it through yargs: printing it loads no yargs, which
 * is most of the time that the help takes. Undefined for any other arguments, and without a build.
 */
export function readSavedHelp(argv: readonly string[]): string | undefined {
  const [word] = argv;
  if (argv.length !== 1 || (word !== '--help' && word !== '-h')) return undefined;
  try {
    return readFileSync(SAVED_HELP, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
