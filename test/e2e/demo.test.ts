import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {bin, expectCode, runBin, withFolder} from '../helpers/run-bin.js';
import {startTmux, testWithTmux} from '../helpers/tmux.js';

const SLOW_MS = 120_000;

test(
  'a bundled incident without a terminal: its story, the verdict, three commands that work',
  () =>
    withFolder(async (folder) => {
      const env = {XDG_CACHE_HOME: join(folder, 'cache')};
      const demo = async (...args: readonly string[]) =>
        runBin(['demo', ...args], {cwd: folder, env});
      const told = expectCode(await demo('polling'), 0).stdout;
      expect(told).toContain('A poll that is never answered');
      expect(told).toMatch(/(warning|critical): loop\/polling-no-progress/);
      const commands = [...told.matchAll(/^ {2}\$ whatbroke (.*)$/gm)].map(([, line = '']) => line);
      expect(commands).toHaveLength(3);
      for (const command of commands) {
        const args = command === commands[0] ? `${command} --print` : command;
        expectCode(await runBin(args.split(' '), {cwd: folder, env}), 0);
      }
      const twin = expectCode(await demo('polling', '--twin'), 0).stdout;
      expect(twin).toContain('- no finding');
      expect(readdirSync(folder)).toEqual(['cache']);

      const unknown = expectCode(await demo('pollin'), 2);
      expect(unknown.stderr).toContain('there is no bundled incident pollin');
      expect(unknown.stderr).toContain('did you mean polling?');
    }),
  SLOW_MS,
);

testWithTmux('a demo on a terminal opens the replay when asked, and says the verdict after', () =>
  withFolder(async (folder) => {
    const terminal = startTmux('demo', 80, 24);
    try {
      const place = `XDG_CACHE_HOME=${folder} node ${bin}`;
      terminal.press(`${place} demo polling`, 'Enter');
      await terminal.waitFor('s and Enter skips it');
      terminal.press('Enter');
      await terminal.waitFor('get_job_status');
      terminal.press('q');
      await terminal.waitFor('whatbroke demo polling --twin');
    } finally {
      terminal.end();
    }
  }),
);
