import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from '@jest/globals';
import {startTmux, testWithTmux} from '../helpers/tmux.js';

const FAKE = `'{"steps":1000,"loop":{"from":40,"laps":20},"errorEvery":50}'`;
const START = `node test/helpers/start-fake-replay.mjs ${FAKE}`;

testWithTmux('keys work, and quitting gives the terminal back as it was', async () => {
  const terminal = startTmux('keys', 80, 24);
  try {
    terminal.press('echo before', 'Enter', START, 'Enter');
    expect(await terminal.waitFor('lap 1 of 20')).not.toContain('before');
    terminal.press('j');
    await terminal.waitFor('step 42 of 1,000');
    terminal.press('e');
    await terminal.waitFor('step 150 of 1,000');
    terminal.press('C-z');
    await terminal.waitFor('Stopped');
    terminal.press('fg', 'Enter');
    await terminal.waitFor('step 150 of 1,000');
    terminal.press('F');
    await terminal.waitFor('step 41 of 1,000');
    terminal.press('q');
    // What is typed before the prompt is back would still go to the program.
    await terminal.waitFor(/ready>\s*$/);
    terminal.press('echo code=$?', 'Enter');
    const after = await terminal.waitFor('code=0');
    expect(after).toContain('before');
    expect(after).not.toContain('lap 1 of 20');
    // What is typed is echoed: the terminal is out of raw mode.
    expect(after).toContain('echo code=$?');
  } finally {
    terminal.end();
  }
});

for (const [signal, code] of [
  ['TERM', 143],
  ['HUP', 129],
  ['INT', 130],
] as const)
  testWithTmux(`SIG${signal} gives the terminal back and exits with ${String(code)}`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'whatbroke-'));
    const terminal = startTmux(`sig${signal.toLowerCase()}`, 80, 24);
    try {
      // The program leaves its own id, so that nothing else is signalled.
      const pidFile = join(folder, 'pid');
      terminal.press(`sh -c 'echo $$ > ${pidFile}; exec "$@"' sh ${START}; echo code=$?`, 'Enter');
      await terminal.waitFor('lap 1 of 20');
      process.kill(Number(readFileSync(pidFile, 'utf8')), `SIG${signal}`);
      await terminal.waitFor(`code=${String(code)}`);
      expect(terminal.screen()).not.toContain('lap 1 of 20');
    } finally {
      terminal.end();
      rmSync(folder, {recursive: true, force: true});
    }
  });
