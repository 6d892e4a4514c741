import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {CALM, loopLog} from '../helpers/gathered-draft.js';
import {expectCode, runBin} from '../helpers/run-bin.js';
import {tempDir} from '../helpers/temp-dir.js';
import {asyncBufferFromFile, parquetReadObjects} from 'hyparquet';

const folder = tempDir();
/** Put together here, so that no scanner takes this file for a leak. */
const TOKEN = ['ghp', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8'].join('_');
const KEY = `AKIAQW3RTY7UIOP9ASDF`;
const PASSWORD = 'hunter2Correct9';
const SECRETS = [TOKEN, KEY, PASSWORD];

test('no command tells a secret of the log, in any form of output', async () => {
  const texts = {...CALM, agent: `planner ${TOKEN}`, result: `denied for ${TOKEN}`};
  const log = loopLog(texts, 12).replaceAll(
    '{"to":"lisbon"}',
    JSON.stringify({
      to: 'lisbon',
      key: KEY,
      password: PASSWORD,
      url: `https://bob:${PASSWORD}@h.example/`,
    }),
  );
  writeFileSync(join(folder, 'a.jsonl'), log);
  writeFileSync(join(folder, 'b.jsonl'), log.replaceAll('run-1', 'run-2'));
  expect(SECRETS.filter((secret) => !log.includes(secret))).toEqual([]);
  const opened = ['--case', 'case.db'];
  const ask = ['query', 'SELECT * FROM tool_calls', ...opened];
  const commands = [
    ['traces', 'a.jsonl', 'b.jsonl', ...opened],
    ['tree', ...opened],
    ['show', '3', ...opened],
    ['show', 'E3', ...opened],
    ['search', 'lisbon', ...opened],
    ['search', KEY, ...opened],
    ['search', 'a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8', ...opened],
    [...ask, '--as', 'csv'],
    [...ask, '--as', 'jsonl'],
    [...ask, '--as', 'markdown'],
    [...ask, '--as', 'parquet', '--out', 'calls.parquet'],
    ['replay', '--print', 'a.jsonl'],
    ['diff', 'a.jsonl', 'b.jsonl'],
    ['fleet', ...opened],
    ['report', ...opened],
  ];
  for (const command of commands) {
    const run = expectCode(await runBin(command, {cwd: folder}), 0);
    const told = SECRETS.filter((secret) => (run.stdout + run.stderr).includes(secret));
    expect([command, told]).toEqual([command, []]);
  }
  const file = await asyncBufferFromFile(join(folder, 'calls.parquet'));
  const rows = JSON.stringify(await parquetReadObjects({file}), (_, value: unknown) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  expect(rows).toContain('[secret ');
  expect(SECRETS.filter((secret) => rows.includes(secret))).toEqual([]);
  expect(readFileSync(join(folder, 'calls.parquet')).includes(KEY)).toBe(false);
}, 60_000);
