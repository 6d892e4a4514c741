import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {expectCode, runBin, withFolder} from '../helpers/run-bin.js';

interface Call {
  readonly tool: string;
  readonly args: string;
  readonly result?: string;
}

/** Our own JSON lines: an agent and its calls. */
function writeRun(path: string, trace: string, calls: readonly Call[]): void {
  const lines: object[] = [
    {
      whatbroke: 1,
      trace,
      span: 'root',
      kind: 'agent',
      name: 'worker',
      start: '2026-01-01T00:00:00Z',
    },
  ];
  for (const [at, {tool, args, result = 'ok'}] of calls.entries()) {
    const start = `2026-01-01T00:00:${String(at + 1).padStart(2, '0')}Z`;
    lines.push({
      trace,
      span: `c${String(at)}`,
      parent: 'root',
      kind: 'tool',
      name: tool,
      start,
      end: start,
      input: args,
      output: result,
    });
  }
  writeFileSync(path, `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
}

const call = (tool: string, args: string, result?: string): Call => ({
  tool,
  args,
  ...(result === undefined ? {} : {result}),
});

test(
  'two files are aligned by what was called: where they part, what only one did, other answers',
  () =>
    withFolder(async (cwd) => {
      writeRun(join(cwd, 'a.jsonl'), 'ta', [
        call('list', '.'),
        call('read', 'x'),
        call('edit', 'x'),
        call('test', 'all', 'green'),
      ]);
      writeRun(join(cwd, 'b.jsonl'), 'tb', [
        call('list', '.'),
        call('search', 'y'),
        call('read', 'x'),
        call('test', 'all', 'red'),
        call('push', 'z'),
      ]);
      const {stdout} = expectCode(await runBin(['diff', 'a.jsonl', 'b.jsonl'], {cwd}), 0);
      const text = stdout
        .split('\n')
        .map((line) => line.trimEnd())
        .join('\n');
      expect(text).toContain('they part at  (');
      expect(text).toMatch(/\+ only B {2}\d+ {2}search/);
      expect(text).toMatch(/- only A {2}\d+ {2}edit/);
      expect(text).toMatch(/\+ only B {2}\d+ {2}push/);
      expect(text).toContain('same call, other answer: 1 call');
      const json = expectCode(
        await runBin(['diff', 'a.jsonl', 'b.jsonl', '--json'], {cwd}),
        0,
      ).stdout;
      const {data} = JSON.parse(json) as {
        data: {otherAnswers: object[]; tools: {name: string; a: number; b: number}[]};
      };
      expect(data.otherAnswers).toHaveLength(1);
      expect(data.tools.filter(({a, b}) => a !== b).map(({name}) => name)).toEqual([
        'edit',
        'push',
        'search',
      ]);
      const same = expectCode(await runBin(['diff', 'a.jsonl', 'a.jsonl'], {cwd}), 2);
      expect(same.stderr).toMatch(
        /^whatbroke: both are run [0-9a-f]{16}; whatbroke traces lists the runs\n$/,
      );
      expect(readFileSync(join(cwd, 'a.jsonl'), 'utf8')).toContain('"list"');
    }),
  120_000,
);

test(
  'two laps of one loop are compared call by call',
  () =>
    withFolder(async (cwd) => {
      const laps = [1, 2, 3, 4, 5].flatMap(() => [
        call('look', 'x', 'same'),
        call('ask', 'y', 'no'),
      ]);
      writeRun(join(cwd, 'loop.jsonl'), 'tl', [call('list', '.'), ...laps]);
      const found = expectCode(await runBin(['findings', 'loop.jsonl', '--json'], {cwd}), 0).stdout;
      const {data} = JSON.parse(found) as {data: {findings: {id: string; rule: string}[]}};
      const id = data.findings.find(({rule}) => rule === 'loop/cycle')?.id ?? 'none';
      const text = expectCode(await runBin(['diff', `${id}:1`, `${id}:4`], {cwd}), 0).stdout;
      expect(text).toContain('lap 1 and lap 4');
      expect(text).toContain('nothing changed: same call, same arguments, same outcome');
      const json = expectCode(
        await runBin(['diff', `${id}:1`, `${id}:4`, '--json'], {cwd}),
        0,
      ).stdout;
      expect(JSON.parse(json)).toMatchObject({
        data: {
          laps: {
            a: 1,
            b: 4,
            calls: [
              {name: 'look', changed: []},
              {name: 'ask', changed: []},
            ],
          },
        },
      });
      const wrong = expectCode(await runBin(['diff', `${id}:1`, `${id}:99`], {cwd}), 2).stderr;
      expect(wrong).toContain(`lap 99 of ${id}: it has 5 laps`);
    }),
  120_000,
);
