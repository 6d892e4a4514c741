import {readFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {expect} from '@jest/globals';
import type {Diagnostic} from '../../src/model/diagnostic.js';
import type {Fact} from '../../src/model/facts.js';
import type {JsonValue} from '../../src/model/json.js';
import type {TraceParser} from '../../src/model/parser.js';
import type {RecordSource} from '../../src/model/record-source.js';
import {detectLayout} from '../../src/ingest/records/layout.js';
import {makeChunkSource} from '../../src/ingest/records/chunk-source.js';
import {SourceReport} from '../../src/ingest/records/source-report.js';
import type {ReaderBounds} from '../../src/ingest/records/line-records.js';
import {buildSniffHead} from '../../src/ingest/sniff-head.js';

export {dumpFacts} from './dump-facts.js';

export interface SourceOptions {
  readonly name?: string;
  readonly chunkBytes?: number;
  readonly bounds?: ReaderBounds;
  /** Folder in which `sibling` looks. */
  readonly folder?: string;
}

/** A source with what its reader counted. */
export interface TestSource extends RecordSource {
  readonly bytes: Buffer;
  readonly report: SourceReport;
}

/** A source over a text or bytes, read in chunks of `chunkBytes` (default: one). */
export function sourceFromText(text: string | Buffer, options: SourceOptions = {}): TestSource {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const {name = 'unknown', chunkBytes = bytes.length, folder} = options;
  const report = new SourceReport();
  const source = makeChunkSource({
    name,
    container: detectLayout({bytes, isWhole: true}),
    report,
    open: (from) => chunksOf(bytes.subarray(from), chunkBytes),
    ...(options.bounds === undefined ? {} : {bounds: options.bounds}),
    sibling: async (path) => {
      if (folder === undefined) return undefined;
      try {
        return await sourceFromFile(join(folder, path), options);
      } catch {
        // The contract of sibling: undefined where there is none.
        return undefined;
      }
    },
  });
  return {...source, bytes, report};
}

/** A source over a file (gzip is unpacked), under its own name. */
export async function sourceFromFile(
  path: string,
  options: SourceOptions = {},
): Promise<TestSource> {
  const raw = await readFile(path);
  const isGzip = raw[0] === 0x1f && raw[1] === 0x8b;
  const folder = dirname(path);
  return sourceFromText(isGzip ? gunzipSync(raw) : raw, {name: basename(path), folder, ...options});
}

/** Hands out copies whose memory is overwritten behind the reader, as a reused buffer would be. */
async function* chunksOf(bytes: Buffer, chunkBytes: number): AsyncGenerator<Buffer, undefined> {
  const step = Math.max(1, chunkBytes);
  for (let at = 0; at < bytes.length; at += step) {
    const chunk = Buffer.from(bytes.subarray(at, at + step));
    yield await Promise.resolve(chunk);
    chunk.fill(0x21);
  }
  return undefined;
}

export interface Collected {
  readonly facts: readonly Fact[];
  /** Of the reader, then of the refused records; those that are facts are in `facts`. */
  readonly diagnostics: readonly Diagnostic[];
  readonly present: number;
  readonly read: number;
  readonly refused: number;
}

export interface CollectOptions {
  readonly resume?: {readonly offset: number; readonly line: number; readonly state: JsonValue};
  readonly map?: string;
}

/** Runs a parser over a source and keeps everything. */
export async function collectFacts(
  parser: TraceParser,
  source: TestSource,
  options: CollectOptions = {},
): Promise<Collected> {
  const facts: Fact[] = [];
  const refusals: Diagnostic[] = [];
  let read = 0;
  const context = {
    signal: new AbortController().signal,
    tally: {
      accept: (count = 1) => {
        read += count;
      },
      refuse: (diagnostic: Diagnostic) => {
        refusals.push(diagnostic);
      },
    },
    ...options,
  };
  for await (const batch of parser.parse(source, context)) facts.push(...batch);
  const {pass} = source.report;
  const torn = pass.tornTail === undefined ? [] : [pass.tornTail];
  return {
    facts,
    diagnostics: [...pass.diagnostics(), ...torn, ...refusals],
    present: pass.present,
    read,
    refused: pass.refused + refusals.length,
  };
}

/** What the sniffers get to see of a source. */
export function headOf(source: TestSource): ReturnType<typeof buildSniffHead> {
  const {name, bytes} = source;
  return buildSniffHead({name, start: bytes, isWhole: true, tail: bytes.subarray(-4096)});
}

const CHUNK_SIZES = [1, 7, 4096];

/**
 * Checks of STYLE H64 that need no case: detected under an unknown name, same facts for any
 * chunking, read + refused = present. Returns the facts, for a snapshot of `dumpFacts`.
 */
export async function checkSample(parser: TraceParser, path: string): Promise<Collected> {
  const whole = await sourceFromFile(path);
  const folder = dirname(path);
  const unnamed = sourceFromText(whole.bytes, {name: 'unknown', folder});
  expect({path, match: parser.sniff(headOf(unnamed)).match}).toEqual({path, match: 'yes'});
  const expected = await collectFacts(parser, whole);
  expect(expected.read + expected.refused).toBe(expected.present);
  for (const chunkBytes of CHUNK_SIZES) {
    const source = sourceFromText(whole.bytes, {name: 'unknown', folder, chunkBytes});
    expect(await collectFacts(parser, source)).toEqual(expected);
  }
  return expected;
}
