import yargs from 'yargs';
import {UserError} from '../model/user-error.js';
import {visible} from '../text/visible.js';
import type {Arguments} from './arguments.js';
import type {CommandSpec} from './command.js';
import {COMMANDS} from './command-list.js';
import {COMMON_OPTIONS, OPTIONS, type OptionName, type OptionSpec} from './options.js';
import {findNearest} from '../text/nearest.js';

export type Parsed =
  | {readonly kind: 'command'; readonly spec: CommandSpec; readonly args: Arguments}
  /** `--help` or `--version`: text to print. */
  | {readonly kind: 'text'; readonly text: string};

/** Every line of the help fits here (STYLE H53). */
const HELP_WIDTH = 80;

const EPILOGUE = `Exit codes: 0 done, 1 findings at or above --fail-on, 2 wrong use or
unreadable input, 70 a bug. A file named like a command is written ./report.`;

/** @throws UserError for what cannot be understood, with the nearest option or command. */
export async function parseArguments(argv: readonly string[], version: string): Promise<Parsed> {
  let chosen: Parsed | undefined;
  const parser = yargs([])
    .scriptName('whatbroke')
    .locale('en')
    .exitProcess(false)
    .strict()
    .parserConfiguration({
      'boolean-negation': false,
      'camel-case-expansion': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .usage('whatbroke FILE...\n\nFind what ran away in the trace log of AI agents, and replay it.')
    .epilogue(EPILOGUE)
    .help('help', 'print this help')
    .alias('help', 'h')
    .version('version', 'print the version', version)
    .group(['help', 'version'], 'Other:')
    .wrap(HELP_WIDTH)
    .fail((message, error: unknown) => {
      if (error instanceof Error && error.name !== 'YError') throw error;
      throw explain(error instanceof Error ? error.message : message, argv);
    });
  for (const spec of COMMANDS) {
    parser.command({
      command: `${spec.name} ${spec.positionals}`.trim(),
      describe: spec.describe,
      builder: (command) => {
        for (const name of [...spec.options, ...COMMON_OPTIONS])
          addOption(command, name, spec.describeOption?.[name]);
        for (const example of spec.examples) command.example(example, '');
        if (spec.positionals.includes('files')) {
          command.positional('files', {
            type: 'string',
            array: true,
            describe: 'files or folders, - for stdin',
          });
        }
        return command;
      },
      handler: (args) => {
        chosen = {kind: 'command', spec, args: {...args, files: showDashes(args['files'])}};
      },
    });
  }
  let text = '';
  await parser.parseAsync(argv.map(hideDash), {}, (error, _args, printed) => {
    if (error instanceof Error) throw error;
    text = printed;
  });
  if (text !== '') return {kind: 'text', text: `${text}\n`};
  if (chosen === undefined) throw new Error('no command was chosen');
  return chosen;
}

/**
 * yargs takes a lone `-` for an option without a name and drops it from the files; under this word, which
 * no file can have, it passes.
 */
const HIDDEN_DASH = '\0-';

function hideDash(word: string): string {
  return word === '-' ? HIDDEN_DASH : word;
}

function showDashes(files: unknown): unknown {
  if (!Array.isArray(files)) return files;
  return files.map((file: unknown) => (file === HIDDEN_DASH ? '-' : file));
}

function addOption(
  command: {option(name: string, spec: object): unknown},
  name: OptionName,
  describe = OPTIONS[name].describe as string,
): void {
  const spec: OptionSpec = OPTIONS[name];
  command.option(name, {
    type: spec.type === 'flag' ? 'boolean' : 'string',
    describe,
    ...(spec.type === 'flag' ? {} : {requiresArg: true}),
    ...(spec.choices === undefined ? {} : {choices: spec.choices}),
  });
}

/** yargs' messages (in English, set above), made into one line with a next step. */
function explain(message: string, argv: readonly string[]): UserError {
  const unknown = /^Unknown arguments?: (.*)$/m.exec(message)?.[1];
  if (unknown !== undefined) return explainUnknown(unknown.split(', '), argv);
  const noValue = /^Not enough arguments following: (.*)$/m.exec(message)?.[1];
  if (noValue !== undefined) {
    return new UserError(`--${noValue} needs a value`, {next: 'whatbroke --help'});
  }
  if (message.startsWith('Not enough non-option arguments')) {
    return new UserError('a file or an id is missing after the command', {
      next: 'whatbroke COMMAND --help',
    });
  }
  const choice = /Argument: ([\w-]+), Given: "?(.*?)"?, Choices: (.*)/.exec(message);
  if (choice !== null) {
    const [, name = '', given = '', choices = ''] = choice;
    const list = choices.replaceAll('"', '');
    return new UserError(`--${name} is ${visible(given)}, expected one of ${list}`);
  }
  return new UserError(visible(message.replaceAll(/\s+/g, ' ').trim()), {next: 'whatbroke --help'});
}

function explainUnknown(names: readonly string[], argv: readonly string[]): UserError {
  const name = names[0] ?? '';
  const isOption = argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  if (!isOption && !argv.some((word) => word.startsWith('-') && word.includes(name))) {
    return new UserError(`one argument too many: ${visible(name)}`, {
      next: 'whatbroke COMMAND --help',
    });
  }
  const spec = COMMANDS.find((command) => command.name === argv[0]);
  if (spec !== undefined && Object.hasOwn(OPTIONS, name)) {
    return new UserError(`whatbroke ${spec.name} takes no --${visible(name)}`, {
      next: `whatbroke ${spec.name} --help`,
    });
  }
  const own = spec === undefined ? Object.keys(OPTIONS) : [...spec.options, ...COMMON_OPTIONS];
  const nearest = findNearest(name, [...own, 'help', 'version']);
  const dashes = name.length === 1 ? '-' : '--';
  return new UserError(`unknown option ${dashes}${visible(name)}`, {
    next: nearest === undefined ? 'whatbroke --help' : `did you mean --${nearest}?`,
  });
}
