import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {collect, expectCode, runBin, startBin, withFolder} from '../helpers/run-bin.js';

const SLOW_MS = 120_000;
/** Rows whose listing is longer than a pipe holds (64 KiB). */
const SPANS = 3000;

/** Each another call, so that nothing is folded into one row. */
function spanLine(index: number): string {
  const attributes = [
    {key: 'gen_ai.operation.name', value: {stringValue: 'execute_tool'}},
    {key: 'gen_ai.tool.name', value: {stringValue: `tool-${index}`}},
    {key: 'gen_ai.tool.call.result', value: {stringValue: `needle ${index} ${'x'.repeat(60)}`}},
  ];
  const spanId = (index + 1).toString(16).padStart(16, '0');
  const span = {traceId: 'a'.repeat(32), spanId, name: `call ${index}`, attributes};
  return JSON.stringify({resourceSpans: [{scopeSpans: [{spans: [span]}]}]});
}

/** `whatbroke ARGS | head -1`. */
async function readFirstLine(args: readonly string[], cwd: string): Promise<void> {
  const child = startBin(args, {cwd});
  child.stdin.end();
  child.stdout.once('data', () => child.stdout.destroy());
  const run = await collect(child, args, {cwd});
  expect({args, stderr: expectCode(run, 0).stderr}).toEqual({args, stderr: ''});
}

test(
  'a reader that takes the first line and goes is no failure of any listing',
  () =>
    withFolder(async (cwd) => {
      const lines = Array.from({length: SPANS}, (_, index) => spanLine(index));
      writeFileSync(join(cwd, 'log.jsonl'), `${lines.join('\n')}\n`);
      expectCode(await runBin(['ingest', 'log.jsonl'], {cwd}), 0);
      for (const args of [
        ['tree', '--rows', String(SPANS)],
        ['tree', '--json', '--rows', String(SPANS)],
        ['query', 'SELECT * FROM spans'],
        ['search', 'needle', '--json'],
        ['replay', '--print'],
        ['formats', '--json'],
      ]) {
        await readFirstLine(args, cwd);
      }
    }),
  SLOW_MS,
);
