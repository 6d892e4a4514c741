import {existsSync, mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from '@jest/globals';
import {expectCode, runBin, withFolder, type BinOptions} from '../helpers/run-bin.js';

const SLOW_MS = 60_000;

const ONE_SPAN = `${JSON.stringify({
  resourceSpans: [
    {scopeSpans: [{spans: [{traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'chat'}]}]},
  ],
})}\n`;

/** What is wrong costs one line on stderr, nothing on stdout, and exit code 2. */
async function complaint(args: readonly string[], options: BinOptions): Promise<string> {
  const run = expectCode(await runBin(args, options), 2);
  expect(run.stdout).toBe('');
  expect(run.stderr).toMatch(/^whatbroke: [^\n]+\n$/);
  expect(run.stderr).not.toMatch(/ {4}at /);
  return run.stderr.replaceAll(options.cwd, 'CWD');
}

describe('bad input gets one line that says what to do', () => {
  const files: Readonly<Record<string, string | Buffer>> = {
    'empty.jsonl': '',
    'blank.jsonl': '\n\n  \n',
    'text.log': 'starting\nall is well\n',
    'other.json': '{"users": [{"id": 1}], "total": 1}',
    'near.json': '{"resourceSpan": [], "traceId": 1}',
    'picture.png': Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3, 0xff, 0xfe]),
    'cut.json': '{"resourceSpans": [{"scopeSpans": [{"spa',
    'hostile\u001b[2J.json': '[1, 2]',
    'cut.jsonl.gz': gzipSync(ONE_SPAN).subarray(0, 20),
    'utf16.json': Buffer.from('\ufeff{"users": 1}', 'utf16le'),
    'deep.json': '['.repeat(1_000_000),
    'nul.jsonl': Buffer.alloc(4096),
  };

  test.each(Object.keys(files))(
    '%j',
    (name) =>
      withFolder(async (cwd) => {
        writeFileSync(join(cwd, name), files[name] ?? '');
        const text = await complaint([name], {cwd});
        expect(text).not.toContain('\u001b');
        expect(text).toContain(name.replace('\u001b', '\u241b'));
        expect(text).toMatch(/; \S+/);
        // No empty case stays behind that would look like a log without findings; records that were lost stay counted.
        expect(existsSync(join(cwd, '.whatbroke', 'case.db'))).toBe(name === 'cut.json');
      }),
    SLOW_MS,
  );

  test(
    'an unknown format names the nearest match with its reason, and where all are listed',
    () =>
      withFolder(async (cwd) => {
        writeFileSync(join(cwd, 'near.json'), files['near.json'] ?? '');
        const text = await complaint(['near.json'], {cwd});
        expect(text).toMatch(/nearest is [a-z-]+ \(.+\)/);
        expect(text).toContain('`whatbroke formats` lists what can be read');
        expect(text.length).toBeLessThan(600);
      }),
    SLOW_MS,
  );

  test(
    'one unreadable member of a folder is counted and does not hide the others',
    () =>
      withFolder(async (cwd) => {
        mkdirSync(join(cwd, 'logs'));
        writeFileSync(join(cwd, 'logs', 'cut.json'), files['cut.json'] ?? '');
        writeFileSync(join(cwd, 'logs', 'good.jsonl'), ONE_SPAN);
        const run = expectCode(await runBin(['logs'], {cwd}), 0);
        expect(run.stdout).toMatch(/no finding/);
        expect(run.stdout).toMatch(/could not be read/);
      }),
    SLOW_MS,
  );

  test(
    'several files are all read, and an option given twice counts once',
    () =>
      withFolder(async (cwd) => {
        writeFileSync(join(cwd, 'a.jsonl'), ONE_SPAN);
        writeFileSync(join(cwd, 'b.jsonl'), ONE_SPAN.replace('a'.repeat(32), 'c'.repeat(32)));
        const args = ['ingest', 'a.jsonl', 'b.jsonl', '--case', 'x.db', '--case', 'y.db'];
        const run = expectCode(await runBin(args, {cwd}), 0);
        expect(run.stdout).toMatch(/a\.jsonl.*\n.*\n?b\.jsonl/);
        expect(run.stdout).toMatch(/y\.db/);
      }),
    SLOW_MS,
  );

  test.each([
    [['missing.jsonl'], /missing\.jsonl.*no such file/],
    [['missing-folder/'], /missing-folder.*no such file/],
    [['ingest'], /missing after the command/],
    [[], /no file is named.*--help/],
    [['findings', '--jsn'], /unknown option --jsn; did you mean --json\?/],
    [['findings', '--fail-on', 'bad'], /--fail-on is bad, expected one of never, info/],
    [['tree', '--rows', '-3'], /--rows/],
    [['findings'], /no case at .*whatbroke ingest/],
    [
      ['query', 'SELECT 1', '--format', 'csv'],
      /--format csv says how log files.*none is named.*--as/,
    ],
    [['show', '7', '--case', 'nowhere.db'], /no case at/],
    [['replay', '--case', 'nowhere.db'], /terminal.*--print/],
  ])(
    '%j',
    (args, message) =>
      withFolder(async (cwd) => {
        expect(await complaint(args, {cwd})).toMatch(message);
      }),
    SLOW_MS,
  );

  test(
    'standard input is called that, not by the name of its copy',
    () =>
      withFolder(async (cwd) => {
        const text = await complaint(['-'], {cwd, stdin: 'all is well\n'});
        expect(text).toMatch(/^whatbroke: standard input: no known trace format: found text/);
        expect(await complaint(['-'], {cwd})).toMatch(
          /^whatbroke: standard input: .*an empty file/,
        );
      }),
    SLOW_MS,
  );

  test(
    'an empty folder, and one without a log',
    () =>
      withFolder(async (cwd) => {
        mkdirSync(join(cwd, 'logs'));
        expect(await complaint(['logs'], {cwd})).toMatch(/empty folder/);
        writeFileSync(join(cwd, 'logs', 'read.me'), 'all is well\n');
        expect(await complaint(['logs'], {cwd})).toMatch(
          /logs: its only file is no log: read\.me: no known trace format/,
        );
      }),
    SLOW_MS,
  );

  test(
    'a case that is none',
    () =>
      withFolder(async (cwd) => {
        writeFileSync(join(cwd, 'not-a-case.db'), 'x'.repeat(5000));
        expect(await complaint(['findings', '--case', 'not-a-case.db'], {cwd})).toMatch(
          /not-a-case\.db/,
        );
      }),
    SLOW_MS,
  );
});
