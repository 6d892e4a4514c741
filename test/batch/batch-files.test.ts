import {spawnSync} from 'node:child_process';
import {mkdirSync, readFileSync, symlinkSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from '@jest/globals';
import {expectCode, runBin, sample, withFolder, type BinRun} from '../helpers/run-bin.js';
import {tarOf, zipOf} from '../helpers/archive-files.js';

const SLOW_MS = 180_000;
const root = join(import.meta.dirname, '../..');
const claude = readFileSync(join(root, 'samples/formats/claude-code/compaction.jsonl'), 'utf8');
const codex = readFileSync(join(root, 'samples/formats/codex/exec-json.jsonl'), 'utf8');
const incident = readFileSync(sample, 'utf8');

interface BatchData {
  readonly files: {found: number; read: number; unchanged: number; skipped: number};
  readonly skipped: {path: string; reason: string; kind: string}[];
  readonly runs: {
    id: string;
    source: string;
    format: string;
    outcome: string;
    findings: {rule: string; severity: string}[];
  }[];
}

function dataOf(run: BinRun): BatchData {
  return (JSON.parse(run.stdout) as {data: BatchData}).data;
}

const ownTrace = (id: string): string =>
  `{"whatbroke":1,"trace":"${id}","span":"s","kind":"tool","name":"look","start":"2026-01-02T09:00:00Z"}\n`;

async function makeArchive(cwd: string): Promise<void> {
  const logs = join(cwd, 'logs');
  mkdirSync(join(logs, 'deep'), {recursive: true});
  writeFileSync(join(logs, 'incident.jsonl'), incident);
  writeFileSync(join(logs, 'deep', 'copy-of-incident.jsonl'), incident);
  writeFileSync(join(logs, 'own.jsonl'), ownTrace('plain'));
  writeFileSync(join(logs, 'empty.jsonl'), '');
  writeFileSync(join(logs, 'noise.bin'), Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 255]));
  writeFileSync(join(logs, 'notes.txt'), 'no log at all\n');
  writeFileSync(
    join(logs, 'some.zip'),
    await zipOf([
      {path: 'a/claude.jsonl', content: claude},
      {path: 'b/own.jsonl', content: ownTrace('zipped')},
      {path: 'b/readme.md', content: '# no log'},
    ]),
  );
  const tar = await tarOf([
    {path: 'codex.jsonl', content: codex},
    {path: 'own.jsonl', content: ownTrace('tarred')},
    {path: 'inner.zip', content: await zipOf([{path: 'x.jsonl', content: ownTrace('inner')}])},
  ]);
  writeFileSync(join(logs, 'more.tar.gz'), gzipSync(tar));
  expect(spawnSync('mkfifo', [join(logs, 'pipe.jsonl')]).status).toBe(0);
  symlinkSync('/dev/zero', join(logs, 'endless.jsonl'));
}

describe('batch over an archive of everything', () => {
  test(
    'accounts for every file, goes on where it was, and reads a file twice only when it changed',
    () =>
      withFolder(async (cwd) => {
        await makeArchive(cwd);
        const args = ['batch', 'logs', '--json', '--jobs', '2'];
        const first = dataOf(expectCode(await runBin(args, {cwd}), 0));
        expect(first.files).toEqual({found: 14, read: 6, unchanged: 0, skipped: 8});
        const skipped = first.skipped.map(
          ({path, kind}) => `${kind} ${path.slice(cwd.length + 1)}`,
        );
        expect(skipped).toEqual([
          'unreadable logs/empty.jsonl',
          'unreadable logs/endless.jsonl',
          'duplicate logs/incident.jsonl',
          'unreadable logs/more.tar.gz/inner.zip',
          'unreadable logs/noise.bin',
          'unreadable logs/notes.txt',
          'unreadable logs/pipe.jsonl',
          'unreadable logs/some.zip/b/readme.md',
        ]);
        const found = first.runs.flatMap(({findings}) => findings.map(({rule}) => rule));
        expect(found).toContain('loop/cycle');
        expect(first.runs.map(({format}) => format).sort()).toEqual([
          'claude-code',
          'codex',
          'otlp-json',
          'whatbroke-jsonl',
          'whatbroke-jsonl',
          'whatbroke-jsonl',
        ]);
        const again = dataOf(expectCode(await runBin(args, {cwd}), 0));
        expect(again.files).toEqual({found: 14, read: 0, unchanged: 6, skipped: 8});
        expect(again.runs).toEqual(first.runs);
        writeFileSync(join(cwd, 'logs', 'own.jsonl'), ownTrace('plain') + ownTrace('second'));
        const grown = dataOf(expectCode(await runBin(args, {cwd}), 0));
        expect(grown.files).toMatchObject({read: 1, unchanged: 5});
        expect(grown.runs).toHaveLength(7);
        const inside = dataOf(
          expectCode(
            await runBin([...args.slice(0, 3), '--jobs', '0', '--case', 'in.db'], {cwd}),
            0,
          ),
        );
        expect(inside.runs).toEqual(grown.runs);
      }),
    SLOW_MS,
  );

  test(
    'exit codes, --since, --format, and what a person reads',
    () =>
      withFolder(async (cwd) => {
        await makeArchive(cwd);
        expectCode(await runBin(['batch', 'logs', '--fail-on', 'warning'], {cwd}), 1);
        const text = expectCode(await runBin(['batch', 'logs'], {cwd}), 0);
        for (const line of text.stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
        expect(text.stdout).toContain('14 files: 0 read, 6 unchanged, 1 with the same content');
        expect(text.stdout).toContain('loop/cycle');
        expect(text.stderr).toContain('skip   logs/pipe.jsonl: a named pipe, not a file');
        expect(text.stderr).toContain('same   logs/incident.jsonl: same content as');
        const missing = expectCode(await runBin(['batch', 'logs', 'nowhere'], {cwd}), 2);
        expect(missing.stdout).toContain('6 unchanged');
        expect(missing.stderr).toContain('nowhere: cannot be read: no such file');
        expectCode(await runBin(['batch', 'nowhere'], {cwd}), 2);
        expectCode(await runBin(['batch'], {cwd}), 2);
        expectCode(await runBin(['batch', 'logs', '--since', 'soon'], {cwd}), 2);
        const old = new Date('2020-01-01T00:00:00Z');
        utimesSync(join(cwd, 'logs', 'own.jsonl'), old, old);
        const since = ['batch', 'logs', '--json', '--since', '2026-02-01'];
        const recent = dataOf(expectCode(await runBin(since, {cwd}), 0));
        expect(recent.skipped.filter(({kind}) => kind === 'too-old')).toHaveLength(1);
        expect(recent.runs.map(({format}) => format)).not.toContain('whatbroke-jsonl');
        expectCode(await runBin(['batch', 'logs', '--format', 'no-such'], {cwd}), 2);
        const patterns = ['--include', '*.{jsonl,zip}', '--exclude', 'deep/**,noise*,own.jsonl'];
        const chosen = dataOf(
          expectCode(await runBin(['batch', 'logs', '--json', ...patterns], {cwd}), 0),
        );
        expect(chosen.files).toMatchObject({found: 12, unchanged: 2});
        const left = chosen.skipped.filter(({kind}) => kind === 'not-chosen');
        expect(left.map(({path}) => path.slice(cwd.length + 1))).toEqual([
          'logs/deep/copy-of-incident.jsonl',
          'logs/more.tar.gz',
          'logs/noise.bin',
          'logs/notes.txt',
          'logs/own.jsonl',
        ]);
      }),
    SLOW_MS,
  );
});
