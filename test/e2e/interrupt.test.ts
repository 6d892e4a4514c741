import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from '@jest/globals';
import Database from 'better-sqlite3';
import {collect, expectCode, runBin, sample, startBin, withFolder} from '../helpers/run-bin.js';
import {waitUntil} from '../helpers/wait-until.js';

const SLOW_MS = 120_000;

describe('a stop signal in the middle of an ingest', () => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)(
    '%s ends with %i, and the case opens and is completed after it',
    (signal, code) =>
      withFolder(async (cwd) => {
        // Standard input that never ends keeps the ingest busy until the signal comes.
        const args = ['-', '--case', 'case.db'];
        const child = startBin(args, {cwd});
        const ended = collect(child, args, {cwd});
        child.stdin.write('{"resourceSpans": []}\n');
        await waitUntil(() => existsSync(join(cwd, 'case.db')), 30_000);
        child.kill(signal);
        const run = expectCode(await ended, code);
        expect(run.stdout).toBe('');
        expect(run.stderr).toMatch(/^whatbroke: stopped by SIG[A-Z]+;[^\n]*\n$/);
        expectCode(await runBin(['ingest', sample, '--case', 'case.db'], {cwd}), 0);
        const after = expectCode(await runBin(['findings', '--case', 'case.db'], {cwd}), 0);
        expect(after.stdout).toContain('loop/cycle');
      }),
    SLOW_MS,
  );

  test(
    'two processes on one case: the second waits and both are in it',
    () =>
      withFolder(async (cwd) => {
        const first = startBin(['ingest', '-', '--case', 'case.db'], {cwd});
        const firstEnd = collect(first, ['ingest', '-'], {cwd});
        first.stdin.write('{"resourceSpans": []}\n');
        await waitUntil(() => existsSync(join(cwd, 'case.db')), 30_000);
        const args = ['ingest', sample, '--case', 'case.db'];
        const second = startBin(args, {cwd});
        let said = '';
        second.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
        const secondEnd = collect(second, args, {cwd});
        await waitUntil(() => said.includes('waiting for another process'), 30_000);
        first.stdin.end();
        await firstEnd;
        expect(expectCode(await secondEnd, 0).stdout).toContain('304 records read');
      }),
    SLOW_MS,
  );
});

test(
  'an ingest that was stopped before its analysis is made whole by the next command',
  () =>
    withFolder(async (cwd) => {
      expectCode(await runBin(['ingest', sample, '--case', 'case.db'], {cwd}), 0);
      const whole = expectCode(await runBin(['findings', '--case', 'case.db'], {cwd}), 0).stdout;
      // What a stop between the two leaves behind: all facts, no derived row.
      const db = new Database(join(cwd, 'case.db'));
      db.pragma('foreign_keys = ON');
      db.exec('DELETE FROM run');
      db.close();
      const after = expectCode(await runBin(['findings', '--case', 'case.db'], {cwd}), 0);
      expect(after.stdout).toBe(whole);
      expect(after.stdout).toContain('loop/cycle');
    }),
  SLOW_MS,
);
