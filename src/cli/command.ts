import type {Arguments} from './arguments.js';
import type {OptionName} from './options.js';
import type {Output} from './output.js';

/** What a command is run with. */
export interface CommandContext {
  readonly args: Arguments;
  readonly output: Output;
  /** Aborted by SIGINT, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Does the work and returns the exit code. @throws UserError for what a person can put right. */
export type RunCommand = (context: CommandContext) => Promise<number>;

/** A command as the help shows it. Light: what does the work is loaded when it is called. */
export interface CommandSpec {
  readonly name: string;
  /** Positional arguments in yargs' notation: `[files..]`, `<id>`. */
  readonly positionals: string;
  readonly describe: string;
  readonly options: readonly OptionName[];
  /** What an option means here, where it differs from elsewhere. */
  readonly describeOption?: Partial<Readonly<Record<OptionName, string>>>;
  readonly examples: readonly string[];
  load(): Promise<{readonly run: RunCommand}>;
}
