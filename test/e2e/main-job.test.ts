import {spawnSync} from 'node:child_process';
import {appendFileSync, copyFileSync, existsSync, readFileSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import {bin, expectCode, runBin, sample, withFolder} from '../helpers/run-bin.js';

const SLOW_MS = 120_000;

describe('the main job on the bundled incident', () => {
  test(
    'prints the verdict without a terminal, exits 0, and writes nothing to stderr',
    () =>
      withFolder(async (cwd) => {
        const run = expectCode(await runBin([sample], {cwd}), 0);
        expect(run.stderr).toBe('');
        expect(run.stdout).toContain('loop/cycle');
        expect(run.stdout).toMatch(/22 laps of 3 calls/);
        for (const tool of ['edit_file', 'run_tests', 'read_file']) {
          expect(run.stdout).toContain(`\`${tool}\``);
        }
        expect(run.stdout).toMatch(/\d+% *\)/);
        expect(run.stdout).toMatch(/\$ whatbroke replay --run/);
        expect(run.stdout).not.toContain('\u001b');
        for (const line of run.stdout.split('\n')) {
          if (!line.startsWith('  $ ')) expect(line.length).toBeLessThanOrEqual(80);
        }
        expect(statSync(join(cwd, '.whatbroke')).mode & 0o777).toBe(0o700);
        expect(statSync(join(cwd, '.whatbroke', 'case.db')).mode & 0o777).toBe(0o600);
      }),
    SLOW_MS,
  );

  test(
    'a second time it says the same and reads nothing',
    () =>
      withFolder(async (cwd) => {
        const first = expectCode(await runBin([sample], {cwd}), 0);
        const second = expectCode(await runBin([sample], {cwd}), 0);
        expect(second.stdout).toBe(first.stdout);
        const again = expectCode(await runBin(['ingest', sample, '--json'], {cwd}), 0);
        expect(again.stdout).toContain('"kind": "unchanged"');
      }),
    SLOW_MS,
  );

  test(
    'reads standard input',
    () =>
      withFolder(async (cwd) => {
        const run = expectCode(await runBin(['-'], {cwd, stdin: readFileSync(sample)}), 0);
        expect(run.stdout).toContain('loop/cycle');
      }),
    SLOW_MS,
  );

  test(
    'judges only the files that are named, even if the case holds more',
    () =>
      withFolder(async (cwd) => {
        expectCode(await runBin(['ingest', sample], {cwd}), 0);
        const healthy = '{"resourceSpans":[{"scopeSpans":[{"spans":[{"traceId":"'.concat(
          'ab'.repeat(16),
          '","spanId":"00000000000000aa","name":"chat m","startTimeUnixNano":"1770000000000000000",',
          '"endTimeUnixNano":"1770000001000000000","attributes":[{"key":"gen_ai.operation.name",',
          '"value":{"stringValue":"chat"}}]}]}]}]}\n',
        );
        appendFileSync(join(cwd, 'calm.jsonl'), healthy);
        const run = expectCode(await runBin(['calm.jsonl', '--fail-on', 'info'], {cwd}), 0);
        expect(run.stdout).toContain('no finding');
        expect(run.stdout).not.toContain('loop/cycle');
      }),
    SLOW_MS,
  );

  test(
    'exits 1 with --fail-on, 2 with --strict and a torn file',
    () =>
      withFolder(async (cwd) => {
        expectCode(await runBin([sample, '--fail-on', 'warning'], {cwd}), 1);
        expectCode(await runBin(['findings', '--fail-on', 'info'], {cwd}), 1);
        copyFileSync(sample, join(cwd, 'torn.jsonl'));
        appendFileSync(join(cwd, 'torn.jsonl'), '{"resourceSpans":[{"scopeSp');
        const torn = expectCode(await runBin(['torn.jsonl', '--strict'], {cwd}), 2);
        expect(torn.stdout).toMatch(/1 refused/);
        expectCode(await runBin(['torn.jsonl'], {cwd}), 0);
      }),
    SLOW_MS,
  );

  test(
    'a pipe that is closed early ends it quietly',
    () =>
      withFolder(async (cwd) => {
        expectCode(await runBin(['ingest', sample], {cwd}), 0);
        const command = `"${process.execPath}" "${bin}" tree --unfolded | head -1`;
        const {stdout, stderr, status} = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
          cwd,
          encoding: 'utf8',
        });
        expect({stderr, status}).toEqual({stderr: '', status: 0});
        expect(stdout.split('\n')).toHaveLength(2);
      }),
    SLOW_MS,
  );

  test(
    'leaves no file of its own behind but the case',
    () =>
      withFolder(async (cwd) => {
        expectCode(await runBin([sample, '--case', 'friday.db'], {cwd}), 0);
        expect(existsSync(join(cwd, 'friday.db'))).toBe(true);
        for (const name of ['.whatbroke', 'friday.db-wal', 'friday.db-shm', 'friday.db-lock']) {
          expect(existsSync(join(cwd, name))).toBe(false);
        }
      }),
    SLOW_MS,
  );
});
