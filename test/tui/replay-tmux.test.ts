import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from '@jest/globals';
import {startTmux, testWithTmux} from '../helpers/tmux.js';
import {waitUntil} from '../helpers/wait-until.js';

const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/whatbroke.js');
const LOG = join(ROOT, 'samples/incidents/synthetic-period-3.otlp.jsonl');

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

testWithTmux('resizing while it plays, a closed terminal, and terminals of few signs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-'));
  const terminal = startTmux('size', 80, 24);
  try {
    const run = `cd ${folder}; node ${BIN} ${LOG}`;
    terminal.press(`${run.replace('node', 'TERM=dumb node')} | cat; clear`, 'Enter');
    // A dumb terminal gets the verdict, and the replay says what to do instead.
    terminal.press(`TERM=dumb node ${BIN} replay; echo code=$?`, 'Enter');
    await terminal.waitFor(/replay needs a terminal[^]*--print[^]*code=2/);
    terminal.press(`clear; LC_ALL=C NO_COLOR=1 node ${BIN} replay`, 'Enter');
    const plain = await terminal.waitFor('step 171 of 303');
    expect(plain).toMatch(/^[ -~\n]*$/);
    expect(terminal.paintedScreen()).not.toMatch(/\u001b\[[0-9;]*3[0-7]m/);
    terminal.press('g', 'Space');
    for (const [columns, rows] of [
      [20, 5],
      [300, 100],
      [1, 1],
      [120, 40],
    ] as const)
      terminal.resize(columns, rows);
    await terminal.waitFor(/playing[^]*findings[^]*calls/);
    terminal.press('Space');
    await terminal.waitFor('paused');
    terminal.press('q');
    await terminal.waitFor(/ready>\s*$/);
    const pidFile = join(folder, 'pid');
    const start = `node ${BIN} replay`;
    terminal.press(`sh -c 'echo $$ > ${pidFile}; exec "$@"' sh ${start}`, 'Enter');
    await terminal.waitFor('step 171 of 303');
    terminal.end();
    const pid = Number(readFileSync(pidFile, 'utf8'));
    await waitUntil(() => !isAlive(pid), 20_000);
  } finally {
    terminal.end();
    rmSync(folder, {recursive: true, force: true});
  }
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
