import type {CommandSpec} from './command.js';
import {formats} from './commands/formats.js';

/** In the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [formats];
