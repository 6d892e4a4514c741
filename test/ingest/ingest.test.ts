import {appendFileSync, mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from '@jest/globals';
import {ingest} from '../../src/ingest/ingest.js';
import type {IngestOptions, IngestSummary} from '../../src/ingest/ingest.js';
import {UserError} from '../../src/model/user-error.js';
import {lineParser} from '../helpers/line-parser.js';
import {MemorySink} from '../helpers/memory-sink.js';
import {tempDir} from '../helpers/temp-dir.js';

const dir = tempDir();

async function run(
  sink: MemorySink,
  paths: readonly string[],
  more: Partial<IngestOptions> = {},
): Promise<IngestSummary> {
  const {signal} = new AbortController();
  return ingest({paths, sink, parsers: [lineParser], signal, ...more});
}

function dump(sink: MemorySink): readonly string[] {
  const out: string[] = [];
  for (const fact of sink.facts()) {
    if (fact.kind !== 'event') continue;
    const line = fact.at.kind === 'bytes' ? fact.at.line : undefined;
    out.push(`${fact.event.name} ${fact.event.text ?? ''} line ${String(line)}`);
  }
  return out;
}

function kindsOf({sources}: IngestSummary): readonly string[] {
  return sources.map(
    ({kind, counts: {read, refused, present}}) =>
      `${kind} ${String(read)}+${String(refused)}=${String(present)}`,
  );
}

test('a file ingested twice is unchanged; one that has grown adds only its tail', async () => {
  const sink = new MemorySink();
  const path = join(dir, 'grows.jsonl');
  writeFileSync(path, '{"ev":1}\nnoise\n{"ev":2}\n{"ev":');
  expect(kindsOf(await run(sink, [path]))).toEqual(['new 2+2=4']);
  expect(sink.versions.get(path)?.end).toMatchObject({
    prefixBytes: 24,
    offset: 24,
    line: 4,
    tornTail: {code: 'torn-last-line'},
    counts: {present: 3, read: 2, refused: 1},
  });
  expect(kindsOf(await run(sink, [path]))).toEqual(['unchanged 2+2=4']);
  appendFileSync(path, '3}\n{"ev":4}');
  expect(kindsOf(await run(sink, [path]))).toEqual(['grown 2+0=2']);
  appendFileSync(path, '\n{"ev":5}\n');
  expect(kindsOf(await run(sink, [path]))).toEqual(['grown 1+0=1']);
  expect(dump(sink)).toEqual([
    '0 1 line 1',
    '1 2 line 3',
    '2 3 line 4',
    '3 4 line 5',
    '4 5 line 6',
  ]);
  writeFileSync(path, '{"ev":9}\n{"ev":8}\n');
  expect(kindsOf(await run(sink, [path]))).toEqual(['rewritten 2+0=2']);
  expect(dump(sink)).toEqual(['0 9 line 1', '1 8 line 2']);
});

test('a file grown in steps of any size holds what it holds when read at once', async () => {
  const text = '{"ev":1}\r\n\n{"ev":"\u00fc"}\nbad\n{"ev":3}\n';
  const bytes = Buffer.from(text);
  const once = new MemorySink();
  const whole = join(dir, 'whole.jsonl');
  writeFileSync(whole, bytes);
  await run(once, [whole]);
  for (const step of [3, 5, 11]) {
    const sink = new MemorySink();
    const path = join(dir, `steps-${String(step)}.jsonl`);
    for (let at = 0; at < bytes.length; at += step) {
      writeFileSync(path, bytes.subarray(0, at + step));
      await run(sink, [path], {format: 'test-lines'});
    }
    expect(dump(sink)).toEqual(dump(once));
    expect(sink.versions.get(path)?.counts).toEqual(once.versions.get(whole)?.counts);
  }
});

test('gzip with several members, and one that is cut, gives what can be read', async () => {
  const first = gzipSync('{"ev":1}\n');
  const second = gzipSync(`{"ev":2}\n${'{"ev":3}\n'.repeat(5000)}`);
  const whole = join(dir, 'two.gz');
  const cut = join(dir, 'cut.gz');
  writeFileSync(whole, Buffer.concat([first, second]));
  writeFileSync(cut, Buffer.concat([first, second.subarray(0, -20)]));
  const sink = new MemorySink();
  const {sources} = await run(sink, [whole, cut]);
  expect(sources[0]?.counts).toEqual({read: 5002, refused: 0, present: 5002});
  expect(sources[0]?.diagnostics).toEqual([]);
  expect(sources[1]?.diagnostics.map(({code}) => code)).toContain('broken-packing');
  expect(sources[1]?.counts.read).toBeGreaterThan(0);
});

test('a folder: each file by itself, strangers named, the case left alone', async () => {
  const folder = join(dir, 'folder');
  mkdirSync(join(folder, 'sub'), {recursive: true});
  mkdirSync(join(folder, '.whatbroke'));
  writeFileSync(join(folder, '.whatbroke', 'case.db'), '{"ev":1}\n');
  writeFileSync(join(folder, 'a.txt'), '{"ev":1}\n{"ev":2}\n');
  writeFileSync(join(folder, 'sub', 'b'), '{"ev":3}\n');
  writeFileSync(join(folder, 'picture.png'), Buffer.from([0x89, 0x50, 0, 1]));
  const sink = new MemorySink();
  const casePath = join(folder, '.whatbroke', 'case.db');
  const summary = await run(sink, [folder], {casePath});
  expect(summary.sources.map(({path}) => path)).toEqual([
    join(folder, 'a.txt'),
    join(folder, 'sub', 'b'),
  ]);
  expect(summary.skipped.map(({path}) => path)).toEqual([join(folder, 'picture.png')]);
  expect(summary.skipped[0]?.reason).toMatch(/found binary$/);
});

test('a named file that is missing or of no known format is an error for the user', async () => {
  const sink = new MemorySink();
  await expect(run(sink, [join(dir, 'absent')])).rejects.toThrow(
    /absent: cannot be read: no such file/,
  );
  const path = join(dir, 'other.json');
  writeFileSync(path, '{"resourceSpans":[],"x":1}');
  const failed = run(sink, [path]);
  await expect(failed).rejects.toBeInstanceOf(UserError);
  await expect(failed).rejects.toThrow(
    /no known trace format: found json-document with the keys resourceSpans, x$/,
  );
});

test('standard input is kept by its hash and is the same source the next time', async () => {
  const sink = new MemorySink();
  const casePath = join(dir, 'case', '.whatbroke', 'case.db');
  const stdin = async function* (): AsyncGenerator<Buffer, undefined> {
    yield await Promise.resolve(Buffer.from('{"ev":1}\n{"e'));
    yield Buffer.from('v":2}\n');
    return undefined;
  };
  expect(kindsOf(await run(sink, ['-'], {casePath, stdin: stdin()}))).toEqual(['new 2+0=2']);
  expect(kindsOf(await run(sink, ['-'], {casePath, stdin: stdin()}))).toEqual(['unchanged 2+0=2']);
  const [path] = sink.versions.keys();
  expect(path).toMatch(/\.whatbroke\/sources\/[0-9a-f]{64}$/);
  expect(readdirSync(join(dir, 'case', '.whatbroke', 'sources'))).toHaveLength(1);
});

test('an abort leaves no source behind', async () => {
  const sink = new MemorySink();
  const path = join(dir, 'abort.jsonl');
  writeFileSync(path, '{"ev":1}\n'.repeat(200_000));
  const controller = new AbortController();
  const progress: number[] = [];
  const failed = run(sink, [path], {
    signal: controller.signal,
    onProgress: ({bytesDone, facts}) => {
      progress.push(bytesDone);
      if (facts > 0) controller.abort();
    },
  });
  await expect(failed).rejects.toThrow(/abort/i);
  expect([sink.abandoned, sink.versions.size]).toEqual([1, 0]);
  expect(progress.toSorted((a, b) => a - b)).toEqual(progress);
});
