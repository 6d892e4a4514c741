import {describe, expect, test} from '@jest/globals';
import {COMMANDS} from '../../src/cli/command-list.js';
import {OPTIONS} from '../../src/cli/options.js';
import {parseArguments} from '../../src/cli/parse-arguments.js';
import {UserError} from '../../src/model/user-error.js';

async function helpOf(...words: readonly string[]): Promise<string> {
  const parsed = await parseArguments([...words, '--help'], '1.2.3');
  return parsed.kind === 'text' ? parsed.text : '';
}

async function errorOf(...argv: readonly string[]): Promise<string> {
  try {
    await parseArguments(argv, '1.2.3');
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.next === undefined ? error.message : `${error.message}; ${error.next}`;
  }
  return 'no error';
}

const named = COMMANDS.filter(({name}) => name !== '$0').map(({name}) => name);

describe('help', () => {
  test.each([[''], ...named.map((name) => [name])])('of "%s" fits 80 columns', async (name) => {
    const text = await helpOf(...(name === '' ? [] : [name]));
    expect(text).toContain('whatbroke');
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test('names every command', async () => {
    const text = await helpOf();
    for (const name of named) expect(text).toContain(`whatbroke ${name}`);
  });

  test.each(Object.entries(OPTIONS))('--%s tells its default', (_name, {describe: text}) => {
    expect(text).toMatch(/default/);
  });

  test('--version prints the version', async () => {
    expect(await parseArguments(['--version'], '1.2.3')).toEqual({kind: 'text', text: '1.2.3\n'});
  });
});

describe('what cannot be understood', () => {
  test.each([
    [['formats', '--jsn'], 'unknown option --jsn; did you mean --json?'],
    [['report', '--as', 'csv'], 'whatbroke report takes no --as; whatbroke report --help'],
    [['formats', '--zzzzzz'], 'unknown option --zzzzzz; whatbroke --help'],
    [['formats', '--case'], '--case needs a value; whatbroke --help'],
    [['formats', 'extra'], 'one argument too many: extra; whatbroke COMMAND --help'],
  ])('%j', async (argv, message) => {
    expect(await errorOf(...argv)).toBe(message);
  });
});
