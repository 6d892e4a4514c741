import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join, resolve} from 'node:path';
import {expect} from '@jest/globals';
import {startTmux, testWithTmux, type TmuxSession} from '../helpers/tmux.js';

/** The built program on the bundled incident in a real terminal, by keys alone. */
const ROOT = resolve(import.meta.dirname, '../..');
const BIN = join(ROOT, 'bin/whatbroke.js');
const LOG = join(ROOT, 'samples/incidents/synthetic-period-3.otlp.jsonl');

async function withReplay(
  size: readonly [columns: number, rows: number],
  work: (terminal: TmuxSession, folder: string) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-replay-'));
  const terminal = startTmux(`incident${String(size[0])}`, ...size);
  try {
    terminal.press(`cd ${folder}; node ${BIN} ${LOG}`, 'Enter');
    await terminal.waitFor('step 171 of 303');
    await work(terminal, folder);
  } finally {
    terminal.end();
    rmSync(folder, {recursive: true, force: true});
  }
}

testWithTmux('shape, stepping, jumps, comparisons and evidence at 120x40', async () => {
  await withReplay([120, 40], async (terminal) => {
    const step = (number: number): Promise<string> =>
      terminal.waitFor(new RegExp(`step ${String(number)} of 303`));
    // Shape at a glance: the strip, the curves, the icicle; the tree with xN, opened and closed.
    const first = terminal.screen();
    for (const part of ['findings', 'tokens ', 'context ', 'depth ', 'calls '])
      expect(first).toContain(part);
    terminal.press('t');
    await terminal.waitFor(/x22 tool execute_tool read_file/);
    terminal.press('l');
    await terminal.waitFor(/x {7}tool execute_tool read_file +42 ms/);
    terminal.press('h');
    await terminal.waitFor(/x22 tool execute_tool run_tests/);
    terminal.press('v');
    await terminal.waitFor('Shape: 303 steps, 304 spans, depth 2, 1 failed');
    terminal.press('v', 't');

    // Who, what, counters, guard, finding and why, and where in the file.
    terminal.press(':190', 'Enter');
    await step(190);
    terminal.press('Enter');
    await terminal.waitFor('cycle-laps 3 would have stopped it at step 189');
    const opened = terminal.screen();
    for (const part of ['invoke_agent coder', 'so far', '95 llm', 'recorded', 'line 12, bytes'])
      expect(opened).toContain(part);
    terminal.press('Escape');

    // Jumps: share, time, lap, span, error, hand-off, write, equal call.
    for (const [typed, wanted] of [
      ['50%', 152],
      ['02:45:08', 187],
      ['lap 7', 207],
      ['b3e9a3a1551eda05', 171],
    ] as const) {
      terminal.press(`:${typed}`, 'Enter');
      await step(wanted);
    }
    terminal.press('}');
    await terminal.waitFor('lap 2 of 22');
    terminal.press('{');
    await terminal.waitFor('lap 1 of 22');
    terminal.press('o');
    await step(177);
    terminal.press('s');
    await step(179);
    terminal.press('A');
    await step(161);
    terminal.press('g', 'e');
    await step(161);
    terminal.press('E');
    await terminal.waitFor('no earlier error');
    terminal.press('f');
    await step(171);

    // What changed between laps: nothing but a duration; since when.
    terminal.press(':lap 5', 'Enter', 'd');
    await terminal.waitFor('nothing changed since lap 1: 5 laps');
    terminal.press('}');
    await terminal.waitFor('Lap 6 of 22 against lap 5');
    expect(terminal.screen()).toMatch(/durationMs\n +- \d+\n +\+ \d+/);
    terminal.press('Escape', 'x', 'jj', 'x');
    await terminal.waitFor(/Step 201 against step 203/);
    terminal.press('Escape', 'k', 'p');
    await terminal.waitFor(/messages kept at the beginning, 2 added, 0 fell out/);
    terminal.press('Escape');

    // Findings and hypotheses, their evidence one key away.
    terminal.press('w', '3');
    await terminal.waitFor('evidence: from here on the repetition was provable');
    terminal.press('i');
    await terminal.waitFor(/point of no return[^]*cause 1\?/);
    terminal.press('3');
    await step(175);
    terminal.press('q');
    await terminal.waitFor('loop/cycle in invoke_workflow release');
  });
});

testWithTmux(
  'play, breakpoints, search, filter, notes, triage and the report at 80x24',
  async () => {
    await withReplay([80, 24], async (terminal, folder) => {
      const step = (number: number): Promise<string> =>
        terminal.waitFor(new RegExp(`step ${String(number)} of 303`));
      // A breakpoint stops the play, however fast.
      terminal.press('g', 'b');
      await terminal.waitFor('stop where:');
      terminal.press('tool=run_tests and repeat>=20', 'Enter');
      await terminal.waitFor('breakpoint set');
      terminal.press('++++++', 'Space');
      await terminal.waitFor(/stopped at the breakpoint, step 175/);
      terminal.press('g', '.');
      await step(175);

      // Search: words, a condition, on and back; then only the steps of a condition.
      terminal.press('g', '/formatMoney', 'Enter');
      await step(162);
      terminal.press('/kind=handoff or error', 'Enter');
      await terminal.waitFor(/step 160 of 303|no later match/);
      terminal.press('g', '&tool=git_commit', 'Enter');
      // The rows come after the frame that says that the filter is on.
      const filtered = await terminal.waitFor(/only tool=git_commit[^]*git_commit[^]*git_commit/);
      expect(filtered).not.toContain('edit_file  ');
      terminal.press('Escape');
      await terminal.waitFor('the filter is off');

      // Kept in the case: it is there when the replay is opened again.
      terminal.press(':171', 'Enter', 'm');
      await terminal.waitFor('bookmarked in the case');
      terminal.press('c');
      await terminal.waitFor('note:');
      terminal.press('the rate table was empty', 'Enter');
      await terminal.waitFor('the note is kept in the case');
      terminal.press('w', 'T');
      await terminal.waitFor('why:');
      terminal.press('c seen in staging', 'Enter');
      await terminal.waitFor('confirmed: seen in staging');
      terminal.press('R');
      await terminal.waitFor('the report is in report-');
      terminal.press('C-c');
      await terminal.waitFor(/ready>\s*$/);
      const report = readdirSync(folder).find((name) => name.endsWith('.md')) ?? '';
      expect(readFileSync(join(folder, report), 'utf8')).toContain('loop/cycle');
      terminal.press(`clear; node ${BIN} replay --step 5 --ascii`, 'Enter');
      await step(5);
      terminal.press("'");
      await terminal.waitFor('note: the rate table was empty');
      terminal.press('M');
      expect(await terminal.waitFor(/2 bookmarks and notes/)).toMatch(/bookmark +step 171/);
      terminal.press('Escape', 'w');
      await terminal.waitFor('confirmed: seen in staging');
      expect(terminal.screen()).toMatch(/^[ -~\n]*$/);
      terminal.press('Escape', 'y');
      await terminal.waitFor('b3e9a3a1551eda05 is on the clipboard');
      terminal.press('q');
      await terminal.waitFor(/ready>\s*$/);
    });
  },
);

testWithTmux(
  'recorded incidents: filters, hand-offs, time, recorded speed, causes, what fell out of a prompt',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'whatbroke-replay-'));
    const terminal = startTmux('recorded', 80, 24);
    const open = (incident: string): string =>
      `clear; node ${BIN} replay ${ROOT}/samples/incidents/${incident} --case ${folder}/case.db`;
    const see = async (keys: readonly string[], wanted: string | RegExp): Promise<string> => {
      terminal.press(...keys);
      return terminal.waitFor(wanted);
    };
    try {
      await see(
        [open('handoff-forever/incident.openai-agents-processor.jsonl.zst'), 'Enter'],
        'step 5 of 81',
      );
      await see(['i'], 'No agent considers the task its own');
      expect(terminal.screen()).toMatch(/guard +none of the usual set/);
      await see(['G', 'kkk', 'g', '2'], 'step 22 of 81');
      await see(['A'], 'step 20 of 81');
      // Only the steps of an agent, a kind, a failure, a lane, a finding.
      const agent = await see(['&agent=bil*', 'Enter'], 'only agent=bil*');
      expect(agent).not.toContain('get_return');
      const tools = await see(['&kind=tool', 'Enter'], /only kind=tool[^]*get_order[^]*get_return/);
      expect(tools).not.toContain(' llm  ');
      await see(['&error', 'Enter'], /only error[^]*80 .*x error[^]*81 .*x error/);
      const lane = await see(['&lane=2', 'Enter'], /only lane=2[^]*handoff to billing/);
      expect(lane).not.toContain('handoff to shipping');
      await see(['&finding and kind=llm', 'Enter'], 'no step of this run is finding and kind=llm');
      await see(['Escape', ':+20s', 'Enter'], 'step 49 of 81');
      // At four times the recorded speed the twelve seconds that are left take three.
      await see(['Space'], 'playing x4 of the recorded speed');
      await terminal.waitFor(/step (5[5-9]|[67]\d) of 81/);
      await see(['-'], 'playing x1 of the recorded speed');
      await see(['Space'], 'paused');
      terminal.press('q');
      await terminal.waitFor(/ready>\s*$/);
      await see(
        [open('compaction-thrash/incident.langchain-agent-langsmith.jsonl.zst'), 'Enter'],
        /step \d+ of 68/,
      );
      await see([':28', 'Enter', 'p'], '0 messages kept at the beginning, 1 added, 16 fell out');
      terminal.press('C-c');
      await terminal.waitFor(/ready>\s*$/);
    } finally {
      terminal.end();
      rmSync(folder, {recursive: true, force: true});
    }
  },
);
