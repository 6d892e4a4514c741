import {execFile} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {promisify} from 'node:util';
import {expect, test} from '@jest/globals';
import {CALM, loopLog} from '../../helpers/gathered-draft.js';
import {expectCode, runBin} from '../../helpers/run-bin.js';
import {tempDir} from '../../helpers/temp-dir.js';

const run = promisify(execFile);
const folder = tempDir();
const bin = join(import.meta.dirname, '../../../bin/whatbroke.js');

/** Every command that a draft tells somebody to run: in code of a line, or in its list of commands. */
function listCommands(markdown: string): readonly string[] {
  const inLines = [...markdown.matchAll(/`(whatbroke [^`\n]+)`/g)].map((match) => match[1] ?? '');
  const listed = [...markdown.matchAll(/^whatbroke .+$/gm)].map(([line]) => line);
  return [...new Set([...inLines, ...listed])];
}

test('every command that a draft prints runs as it stands', async () => {
  writeFileSync(join(folder, 'log.jsonl'), loopLog(CALM, 12));
  writeFileSync(
    join(folder, 'NEW.jsonl'),
    loopLog({...CALM, result: 'ok'}, 1).replaceAll('run-1', 'run-2'),
  );
  const args = ['report', 'log.jsonl', '--out', 'DRAFT.md', '--case', 'a case.db'];
  expectCode(await runBin(args, {cwd: folder}), 0);
  const {stdout: markdown} = await run('cat', ['DRAFT.md'], {cwd: folder});
  // The replay itself needs a terminal.
  const commands = listCommands(
    markdown.replaceAll('whatbroke replay', 'whatbroke replay --print'),
  );
  expect(commands.join('\n')).toMatch(/simulate .*--guard/);
  expect(commands.length).toBeGreaterThan(6);
  const script = commands.map(
    (command) =>
      `${command} >/dev/null 2>problem || { echo "$?: ${quote(command)}"; cat problem; }`,
  );
  const setup = `whatbroke() { ${quoteArgument(process.execPath)} ${quoteArgument(bin)} "$@"; }`;
  const {stdout} = await run('sh', ['-c', [setup, ...script].join('\n')], {cwd: folder});
  expect(stdout).toBe('');
}, 120_000);

function quote(text: string): string {
  return text.replaceAll(/["$`\\]/g, '\\$&');
}

function quoteArgument(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
