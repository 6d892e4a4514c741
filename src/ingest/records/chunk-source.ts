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
import type {PassReport, SourceReport} from './source-report.js';
import {TextRecords} from './text-records.js';

const BOM = [0xef, 0xbb, 0xbf];

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
      return drain(setup, reader, {fromOffset: options.fromOffset ?? 0, pass}, () => {
        report.endPass(pass);
      });
    },
    lines: (): AsyncIterable<readonly TextLine[]> => {
      const pass = report.startPass();
      const reading = {pass, member, options: {}, ...(bounds === undefined ? {} : {bounds})};
      return drain(setup, new TextRecords(reading), {fromOffset: 0, pass}, () => {
        report.endPass(pass);
      });
    },
    frames: (): AsyncIterable<readonly Frame[]> => {
      const pass = report.startPass();
      const reading = {pass, member, options: {}, ...(bounds === undefined ? {} : {bounds})};
      return drain(setup, new FrameRecords(reading), {fromOffset: 0, pass, isBinary: true}, () => {
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

interface Reading {
  readonly fromOffset: number;
  readonly pass: PassReport;
  readonly isBinary?: boolean;
}

async function* drain<T>(
  {open, signal}: ChunkSourceSetup,
  reader: ChunkReader<T>,
  {fromOffset, pass, isBinary}: Reading,
  ended: () => void,
): AsyncGenerator<readonly T[], undefined> {
  let marked = fromOffset === 0 && isBinary !== true ? 0 : BOM.length;
  for await (const chunk of open(fromOffset)) {
    signal?.throwIfAborted();
    for (let at = 0; marked < BOM.length && at < chunk.length; at++) {
      marked = chunk[at] === BOM[marked] ? marked + 1 : BOM.length + 1;
      if (marked === BOM.length) noteMark(pass);
    }
    const batch = reader.push(chunk);
    if (batch.length > 0) yield batch;
  }
  const last = reader.end();
  ended();
  if (last.length > 0) yield last;
  return undefined;
}

function noteMark(pass: PassReport): void {
  const at = {kind: 'bytes', offset: 0, length: BOM.length} as const;
  const message = 'a byte order mark at the start was passed over';
  pass.note({code: 'byte-order-mark', severity: 'info', message, at});
}

async function* nothing(): AsyncGenerator<never, undefined> {
  // A run of bytes has neither tables nor members.
}
