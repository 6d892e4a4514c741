import {expect, test} from '@jest/globals';
import {parseArguments} from '../../src/cli/parse-arguments.js';
import {expectCode, runBin, withFolder} from '../helpers/run-bin.js';

const SLOW_MS = 60_000;

test.each(['--help', '-h'])(
  '%s prints the help that yargs would print',
  (word) =>
    withFolder(async (cwd) => {
      const parsed = await parseArguments(['--help'], '');
      const run = expectCode(await runBin([word], {cwd}), 0);
      expect(run.stdout).toBe(parsed.kind === 'text' ? parsed.text : '');
      expect(run.stdout).toContain('whatbroke FILE...');
      expect(run.stderr).toBe('');
    }),
  SLOW_MS,
);

test(
  'NO_COLOR and --no-color leave no escape, FORCE_COLOR colours a pipe',
  () =>
    withFolder(async (cwd) => {
      const colour = {FORCE_COLOR: '1'};
      expect((await runBin(['rules'], {cwd, env: colour})).stdout).toContain('\u001b[');
      for (const [args, env] of [
        [['rules'], {...colour, NO_COLOR: '1'}],
        [['rules', '--no-color'], colour],
        [['rules'], {}],
      ] as const) {
        expect((await runBin(args, {cwd, env})).stdout).not.toContain('\u001b');
      }
    }),
  SLOW_MS,
);
