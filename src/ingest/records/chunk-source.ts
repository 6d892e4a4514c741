import {assert} from '../../model/assert.js';
import type {
  ContainerKind,
  Frame,
  RecordEvent,
  RecordOptions,
  RecordSource,
  TextLine,
} from '../../model/record-source.js';
import {DocumentRecords} from './document-records.js';
import {FrameRecords} from './frame-records.js';
import {LineRecords} from './line-records.js';
import type {ReaderBounds} from './line-records.js';
import type {SourceReport} from './source-report.js';
import {TextRecords} from './text-records.js';

/**
 * Opens the decompressed bytes of a source. A chunk is only valid until the next one is asked for.
 * May be called again for another pass.
 */
export type OpenBytes = (fromOffset: number) => AsyncIterable<Buffer>;

export interface ChunkSourceSetup {
  readonly name: string;
  readonly container: ContainerKind;
  readonly open: OpenBytes;
  readonly report: SourceReport;
  /** Path inside a folder or an archive, written into every locator. */
  readonly member?: string;
  readonly sibling?: (path: string) => Promise<RecordSource | undefined>;
  readonly bounds?: ReaderBounds;
  readonly signal?: AbortSignal;
}

/** A source that is one run of bytes: a file, a member, standard input. */
export function makeChunkSource(setup: ChunkSourceSetup): RecordSource {
  const {name, container, report, member, bounds} = setup;
  const isLines = container === 'json-lines' || container === 'text';
  return {
    name,
    container,
    records: (options: RecordOptions = {}): AsyncIterable<readonly RecordEvent[]> => {
      assert(isLines || options.fromOffset === undefined, 'only lines can be resumed');
      const pass = report.startPass();
      const resyncs = container === 'json-values';
      const reading = {pass, member, options, resyncs, ...(bounds === undefined ? {} : {bounds})};
      const reader = isLines ? new LineRecords(reading) : new DocumentRecords(reading);
      return drain(setup, reader, options.fromOffset ?? 0, () => {
        report.endPass(pass);
      });
    },
    lines: (): AsyncIterable<readonly TextLine[]> => {
      const pass = report.startPass();
      const reading = {pass, member, options: {}, ...(bounds === undefined ? {} : {bounds})};
      return drain(setup, new TextRecords(reading), 0, () => {
        report.endPass(pass);
      });
    },
    frames: (): AsyncIterable<readonly Frame[]> => {
      const pass = report.startPass();
      const reading = {pass, member, options: {}, ...(bounds === undefined ? {} : {bounds})};
      return drain(setup, new FrameRecords(reading), 0, () => {
        report.endPass(pass);
      });
    },
    rows: () => nothing(),
    entries: () => nothing(),
    sibling: async (path) => setup.sibling?.(path),
  };
}

interface ChunkReader<T> {
  push(chunk: Buffer): readonly T[];
  end(): readonly T[];
}

async function* drain<T>(
  {open, signal}: ChunkSourceSetup,
  reader: ChunkReader<T>,
  fromOffset: number,
  ended: () => void,
): AsyncGenerator<readonly T[], undefined> {
  for await (const chunk of open(fromOffset)) {
    signal?.throwIfAborted();
    const batch = reader.push(chunk);
    if (batch.length > 0) yield batch;
  }
  const last = reader.end();
  ended();
  if (last.length > 0) yield last;
  return undefined;
}

async function* nothing(): AsyncGenerator<never, undefined> {
  // A run of bytes has neither tables nor members.
}
