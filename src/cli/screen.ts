import {chooseStyleLevel} from '../text/style.js';
import {readFlag} from './arguments.js';
import type {CommandContext} from './command.js';

/** How a screen that takes the whole terminal is drawn. */
export interface ScreenLook {
  readonly ascii: boolean;
  readonly colour: boolean;
}

/** Keys come in, a screen goes out, and the terminal can place text: a dumb one (an editor's shell) cannot. */
export function canOpenScreen({output, env}: CommandContext): boolean {
  return process.stdin.isTTY && output.dataIsTerminal && env.TERM !== 'dumb';
}

export function chooseScreenLook({args, env}: CommandContext): ScreenLook {
  const colours = readFlag(args, 'no-color') ? {NO_COLOR: '1'} : env;
  return {
    ascii: readFlag(args, 'ascii') || !isUnicodeLocale(env),
    colour: chooseStyleLevel(colours, true) !== 'none',
  };
}

/**
 * What the locale says of the characters that the terminal draws. In the C locale, or one with another character set
 * than UTF-8, bytes of UTF-8 are drawn as rubbish, and some are control codes there. A locale that is not set says
 * nothing: in most containers none is, on terminals that draw UTF-8.
 */
export function isUnicodeLocale(env: CommandContext['env']): boolean {
  const name = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(
    (value) => value !== undefined && value !== '',
  );
  if (name === undefined) return true;
  const [language = '', charset] = name.split(/[.@]/);
  if (charset !== undefined && name.includes('.')) return /^utf-?8$/i.test(charset);
  return language !== 'C' && language !== 'POSIX';
}
