import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parquetReadObjects} from 'hyparquet';
import {expectCode, runBin, sample, startBin, withFolder} from '../helpers/run-bin.js';
import {waitUntil} from '../helpers/wait-until.js';

const SLOW_MS = 180_000;

function countQueryProcesses(casePath: string): number {
  const list = execFileSync('ps', ['-eo', 'args'], {encoding: 'utf8'});
  return list.split('\n').filter((line) => line.includes('query-child') && line.includes(casePath))
    .length;
}

test(
  'a query answers in every form, leaves the case as it is, and is stopped at its limit',
  () =>
    withFolder(async (cwd) => {
      const ask = (...args: string[]) => runBin(['query', ...args], {cwd});
      expectCode(await runBin(['ingest', sample], {cwd}), 0);
      const casePath = join(cwd, '.whatbroke', 'case.db');
      const sha256 = (): string =>
        createHash('sha256').update(readFileSync(casePath)).digest('hex');
      const before = sha256();

      const totals = 'SELECT sum(input_tokens) AS i, sum(output_tokens) AS o FROM usage';
      const lines = expectCode(await ask(totals, '--as', 'jsonl'), 0).stdout;
      const runs = expectCode(
        await ask('SELECT input_tokens AS i, output_tokens AS o FROM runs', '--as', 'jsonl'),
        0,
      ).stdout;
      expect(lines).toBe(runs);

      const csv =
        "SELECT '=1+2' AS formula, 9007199254740993 AS big, 'a' || char(10) || 'b' AS text";
      expect(expectCode(await ask(csv, '--as', 'csv'), 0).stdout).toBe(
        "formula,big,text\r\n'=1+2,9007199254740993,a␊b\r\n",
      );
      const markdown = expectCode(await ask("SELECT 'a|b' AS x", '--as', 'markdown'), 0).stdout;
      expect(markdown).toBe('| x |\n| --- |\n| a\\|b |\n');

      const sql = 'SELECT pre, name, duration_us FROM tree ORDER BY pre LIMIT 5';
      expectCode(await ask(sql, '--as', 'parquet', '--out', 'tree.parquet'), 0);
      const file = readFileSync(join(cwd, 'tree.parquet'));
      const stored = await parquetReadObjects({
        file: file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength),
      });
      const told = expectCode(await ask(sql, '--as', 'jsonl'), 0)
        .stdout.trim()
        .split('\n');
      expect(
        stored.map((row) =>
          JSON.stringify(row, (_key, value: unknown) =>
            typeof value === 'bigint' ? Number(value) : value,
          ),
        ),
      ).toEqual(told);

      for (const endless of [
        'WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) SELECT max(i) FROM x',
        'SELECT count(*) FROM bodies a, bodies b, bodies c, bodies d, bodies e',
      ]) {
        const stopped = expectCode(await ask(endless, '--timeout', '1'), 2);
        expect(stopped.stderr).toContain('stopped at the limit of 1 s with 0 rows');
      }
      const some = expectCode(
        await ask('SELECT a.step FROM steps a, steps b', '--rows', '7', '--json'),
        0,
      );
      expect(some.stderr).toContain('cut after 7 rows');
      expect(JSON.parse(some.stdout)).toMatchObject({data: {end: 'row-limit', columns: ['step']}});
      expect(countQueryProcesses(cwd)).toBe(0);

      const wrong = expectCode(await ask('SELECT nam FROM tool_calls'), 2).stderr;
      expect(wrong).toBe(
        '  SELECT nam FROM tool_calls\n         ^\nwhatbroke: no such column: nam; did you mean name?\n',
      );
      expect(expectCode(await ask("VACUUM INTO 'copy.db'"), 2).stderr).toContain(
        'VACUUM is not allowed',
      );
      expect(expectCode(await ask('--match', 'agent >> tol'), 2).stderr).toContain(
        'did you mean tool?',
      );
      expect(sha256()).toBe(before);
    }),
  SLOW_MS,
);

test(
  'a query whose command is killed does not run on',
  () =>
    withFolder(async (cwd) => {
      expectCode(await runBin(['ingest', sample], {cwd}), 0);
      const endless =
        'WITH RECURSIVE x(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM x) SELECT max(i) FROM x';
      const command = startBin(['query', endless, '--timeout', '600'], {cwd});
      const childOf = (): string => {
        try {
          return execFileSync('pgrep', ['-P', String(command.pid)], {encoding: 'utf8'}).trim();
        } catch {
          return '';
        }
      };
      await waitUntil(() => childOf() !== '', SLOW_MS);
      const child = Number(childOf().split('\n')[0]);
      command.kill('SIGKILL');
      await waitUntil(() => !isRunning(child), SLOW_MS);
      expect(isRunning(child)).toBe(false);
    }),
  SLOW_MS,
);

/** A process that ended but that nobody asked after (state Z) does not run. */
function isRunning(pid: number): boolean {
  try {
    const state = execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], {encoding: 'utf8'});
    return !state.trim().startsWith('Z');
  } catch {
    return false;
  }
}
