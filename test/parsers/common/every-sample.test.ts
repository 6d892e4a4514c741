import {cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {describe, expect, test} from '@jest/globals';
import {parsers} from '../../../parsers/index.js';
import {detectFormat} from '../../../src/ingest/detect-format.js';
import {ingest} from '../../../src/ingest/ingest.js';
import {tarOf, zipOf, zstdFrameOf} from '../../helpers/archive-files.js';
import {MemorySink} from '../../helpers/memory-sink.js';
import {headOf, sourceFromFile} from '../../helpers/record-source.js';
import {tempDir} from '../../helpers/temp-dir.js';

const formats = join(import.meta.dirname, '../../../samples/formats');
/** Read with a map that the user gives; nothing in the log tells. */
const BY_MAP = 'mapped';

interface Sample {
  readonly format: string;
  readonly name: string;
  readonly path: string;
}

const samples: readonly Sample[] = readdirSync(formats)
  .filter((format) => format !== BY_MAP)
  .flatMap((format) =>
    readdirSync(join(formats, format))
      .filter((name) => /\.(?:jsonl?|log|txt|traj|binpb)$/.test(name))
      .map((name) => ({format, name, path: join(formats, format, name)})),
  );

/** Archives and SQLite files, which their own tests make. */
const MADE_IN_TESTS = ['inspect-eval', 'langgraph-checkpoints'];

const dir = tempDir();

test('every parser has samples', () => {
  const known = new Set(readdirSync(formats));
  const without = parsers.filter(({id}) => !known.has(id)).map(({id}) => id);
  expect(without).toEqual(MADE_IN_TESTS);
});

describe.each([...new Set(samples.map(({format}) => format))])('%s', (format) => {
  const own = samples.filter((sample) => sample.format === format);
  test('each sample under an unknown name is told as this format and no other', async () => {
    const found: string[] = [];
    for (const {name, path} of own) {
      const source = await sourceFromFile(path, {name: 'unknown'});
      found.push(`${name} ${detectFormat(headOf(source), parsers).parser.id}`);
    }
    expect(found).toEqual(own.map(({name}) => `${name} ${format}`));
  });
  test('the first sample is found in every container', async () => {
    const [sample] = own;
    if (sample === undefined) throw new Error('a format without a sample');
    const content = readFileSync(sample.path);
    const members = [{path: 'export/part', content}];
    const inside = join(dir, `${format}-folder`);
    mkdirSync(inside);
    cpSync(sample.path, join(inside, 'part'));
    const tar = await tarOf(members);
    const wrapped: readonly (readonly [string, string])[] = [
      ['gzip', write(`${format}-1`, gzipSync(content))],
      ['zstd', write(`${format}-2`, zstdFrameOf(content))],
      ['tar', write(`${format}-3`, tar)],
      ['tar.gz', write(`${format}-4`, gzipSync(tar))],
      ['zip', write(`${format}-5`, await zipOf(members))],
      ['folder', inside],
    ];
    for (const [container, path] of wrapped) {
      const {signal} = new AbortController();
      const {sources} = await ingest({paths: [path], sink: new MemorySink(), parsers, signal});
      expect([container, sources.map(({parserId}) => parserId)]).toEqual([container, [format]]);
    }
  });
});

function write(name: string, bytes: Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, bytes);
  return path;
}
