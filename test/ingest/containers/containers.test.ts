import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {expect, test} from '@jest/globals';
import {ingest} from '../../../src/ingest/ingest.js';
import type {IngestSummary} from '../../../src/ingest/ingest.js';
import {readRaw} from '../../../src/ingest/read-raw.js';
import {setZipField, tarOf, zipOf, zstdFrameOf} from '../../helpers/archive-files.js';
import type {TestMember} from '../../helpers/archive-files.js';
import {lineParser} from '../../helpers/line-parser.js';
import {MemorySink} from '../../helpers/memory-sink.js';
import {tempDir} from '../../helpers/temp-dir.js';

const dir = tempDir();

async function run(name: string, bytes: Buffer, sink = new MemorySink()): Promise<IngestSummary> {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  const {signal} = new AbortController();
  return ingest({paths: [path], sink, parsers: [lineParser], signal});
}

/** `path read+refused=present codes`, then what was skipped. */
function dump({sources, skipped}: IngestSummary): readonly string[] {
  const short = (path: string): string => path.replaceAll(`${dir}/`, '');
  return [
    ...sources.map(({path, kind, counts, diagnostics}) => {
      const {read, refused, present} = counts;
      const codes = diagnostics.map(({code}) => ` ${code}`).join('');
      return `${short(path)} ${kind} ${String(read)}+${String(refused)}=${String(present)}${codes}`;
    }),
    ...skipped.map(({reason}) => `skipped ${short(reason)}`),
  ];
}

const LINES = '{"ev":1}\n{"ev":2}\nnoise\n';
const MEMBERS: readonly TestMember[] = [
  {path: 'b/two.jsonl', content: '{"ev":3}\n'},
  {path: 'a.jsonl', content: LINES},
  {path: 'readme.md', content: 'just words\n'},
];

const KINDS: readonly [string, (members: readonly TestMember[]) => Promise<Buffer>][] = [
  ['logs.zip', zipOf],
  ['stored.zip', (members) => zipOf(members, false)],
  [
    'method-93.zip',
    async (members) =>
      setZipField(
        await zipOf(
          members.map(({path, content}) => ({path, content: zstdFrameOf(content)})),
          false,
        ),
        {local: 8, central: 10},
        93,
      ),
  ],
  ['logs.tar', tarOf],
  ['logs.tar.gz', async (members) => gzipSync(await tarOf(members))],
  ['logs.tar.zst', async (members) => zstdFrameOf(await tarOf(members))],
];

test.each(KINDS)(
  '%s: each member is a source of its own, found by its content',
  async (name, pack) => {
    const sink = new MemorySink();
    const bytes = await pack(MEMBERS);
    const summary = await run(name, bytes, sink);
    expect(dump(summary)).toEqual([
      `${name}/a.jsonl new 2+1=3 garbage-line`,
      `${name}/b/two.jsonl new 1+0=1`,
      expect.stringMatching(`^skipped ${name}/readme.md: no known trace format: found text`),
    ]);
    expect(dump(await run(name, bytes, sink))[0]).toBe(`${name}/a.jsonl unchanged 2+1=3`);
    const at = {kind: 'bytes', offset: 9, length: 8} as const;
    const raw = await readRaw(join(dir, name, 'a.jsonl'), at);
    expect(raw.bytes.toString()).toBe('{"ev":2}');
    const asMember = await readRaw(join(dir, name), {...at, offset: 0, member: 'b/two.jsonl'});
    expect(asMember.bytes.toString()).toBe('{"ev":3}');
    await expect(readRaw(join(dir, name, 'c.jsonl'), at)).rejects.toThrow(/holds no c\.jsonl/);
  },
);

// `zstd -19` over 4000 lines {"ev":0}..{"ev":6}.
const REAL_ZSTD = 'KLUv/QRoJQEAiHsiZXYiOjB9CjEyMzQ1Nn0KBwBeDCHoAe/AY+AJeAceI1bkqGbgRQ==';

test('zstd: compressed blocks, several frames, a cut one', async () => {
  const real = Buffer.from(REAL_ZSTD, 'base64');
  expect(dump(await run('real.jsonl.zst', real))).toEqual(['real.jsonl.zst new 4000+0=4000']);
  const two = Buffer.concat([real, zstdFrameOf(LINES)]);
  expect(dump(await run('two.zst', two))).toEqual(['two.zst new 4002+1=4003 garbage-line']);
  const many = Buffer.concat(Array.from({length: 1500}, () => zstdFrameOf('{"ev":1}\n')));
  expect(dump(await run('many.zst', many))).toEqual(['many.zst new 1500+0=1500']);
  const cut = zstdFrameOf('{"ev":1}\n'.repeat(50_000)).subarray(0, 300_000);
  expect(dump(await run('cut.zst', cut))).toEqual([
    expect.stringMatching(/^cut.zst new \d{5}\+[01]=\d{5} broken-packing/),
  ]);
});

test('names that lead elsewhere, names twice, encrypted and nested members are harmless', async () => {
  const inner = await zipOf([{path: 'x.jsonl', content: LINES}]);
  const tar = await tarOf([
    {path: '../../../etc/passwd.jsonl', content: LINES},
    {path: '/root.jsonl', content: LINES},
    {path: 'same.jsonl', content: LINES},
    {path: 'same.jsonl', content: '{"ev":9}\n'},
    {path: 'inner.zip', content: inner},
  ]);
  expect(dump(await run('odd.tar', tar))).toEqual([
    'odd.tar/etc/passwd.jsonl new 2+1=3 garbage-line',
    'odd.tar/root.jsonl new 2+1=3 garbage-line',
    'odd.tar/same.jsonl new 2+1=3 garbage-line',
    'odd.tar/same.jsonl~2 new 1+0=1',
    'skipped odd.tar/inner.zip: an archive inside an archive is not opened',
  ]);
  const secret = setZipField(inner, {local: 6, central: 8}, 0x0801);
  expect(dump(await run('secret.zip', secret))).toEqual([
    'skipped secret.zip/x.jsonl: encrypted: unpack it with its password first',
  ]);
  const odd = setZipField(inner, {local: 8, central: 10}, 99);
  expect(dump(await run('odd.zip', odd))).toEqual([
    'skipped odd.zip/x.jsonl: zip compression method 99 is not read',
  ]);
});

test('archives that are cut: what is there is read, and the rest is named', async () => {
  const big = '{"ev":1}\n'.repeat(1000);
  const tar = await tarOf([
    {path: 'a.jsonl', content: big},
    {path: 'b.jsonl', content: big},
  ]);
  expect(dump(await run('cut.tar', tar.subarray(0, 13_000)))).toEqual([
    'cut.tar/a.jsonl new 1000+0=1000',
    expect.stringMatching(/^cut.tar\/b.jsonl new \d+\+1=\d+ torn-last-line$/),
    expect.stringMatching(/^skipped cut.tar\/b.jsonl: cut: \d+ bytes are missing$/),
    expect.stringMatching(/^skipped cut.tar\/\(more members\): the tar file is broken or cut/),
  ]);
  const zip = await zipOf([{path: 'a.jsonl', content: big}]);
  await expect(run('cut.zip', zip.subarray(0, 100))).rejects.toThrow(/broken or cut/);
  await expect(run('empty.zip', await zipOf([]))).rejects.toThrow(/an empty archive/);
});
