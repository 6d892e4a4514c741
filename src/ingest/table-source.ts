import {createHash} from 'node:crypto';
import {stat} from 'node:fs/promises';
import {types} from 'node:util';
import type {JsonObject} from '../model/json.js';
import type {Locator} from '../model/locator.js';
import type {RecordSource} from '../model/record-source.js';
import type {TableFile} from './containers/table-file.js';
import type {PreparedSource} from './ingest-source.js';
import type {ReadOptions} from './open-file.js';
import {readFileBytes} from './records/file-bytes.js';
import type {PassReport} from './records/source-report.js';
import {SourceReport} from './records/source-report.js';

type ReadingOptions = Pick<ReadOptions, 'signal' | 'onBytes'>;

/** A SQLite file as a source. Its write-ahead log belongs to it: a change there is a change of the source. */
export async function prepareTables(
  path: string,
  tables: TableFile,
  options: ReadingOptions,
): Promise<PreparedSource> {
  const parts = [path, `${path}-wal`];
  let sizeBytes = 0;
  for (const part of parts) sizeBytes += await sizeOf(part);
  const hashAll = async (): Promise<string> => {
    const hash = createHash('sha256');
    for (const part of parts) {
      const end = await sizeOf(part);
      hash.update(`${String(end)}\0`);
      if (end === 0) continue;
      for await (const chunk of readFileBytes(part, {end})) {
        options.signal.throwIfAborted();
        options.onBytes(chunk.length);
        hash.update(chunk);
      }
    }
    return hash.digest('hex');
  };
  return {
    path,
    container: 'sqlite',
    sizeBytes,
    resumable: false,
    hashPrefix: async (lengthBytes) => (lengthBytes === sizeBytes ? hashAll() : undefined),
    read: () => {
      const reports = new Map<string, SourceReport>();
      return {
        source: makeTableSource(path, tables, {reports, signal: options.signal}),
        passes: () => [...reports.values()].map((report): PassReport => report.pass),
        settle: async () => {
          const sha256 = await hashAll();
          return {
            prefixBytes: sizeBytes,
            prefixSha256: sha256,
            totalBytes: sizeBytes,
            totalSha256: sha256,
            offset: sizeBytes,
            line: 1,
          };
        },
      };
    },
  };
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (types.isNativeError(error) && 'code' in error && error.code === 'ENOENT') return 0;
    throw error;
  }
}

type Rows = AsyncIterable<readonly {readonly row: JsonObject; readonly at: Locator}[]>;

/** Each table has counts of its own, of the last time that it was read to its end. */
function makeTableSource(
  name: string,
  file: TableFile,
  {reports, signal}: {readonly reports: Map<string, SourceReport>; readonly signal: AbortSignal},
): RecordSource {
  const read = async function* (table: string): AsyncGenerator<Awaited<RowBatch>, undefined> {
    if (!file.tables.includes(table)) return undefined;
    const report = reports.get(table) ?? new SourceReport();
    reports.set(table, report);
    const pass = report.startPass();
    const batches = file.rows(table)[Symbol.iterator]();
    try {
      for (let next = take(batches, pass); next !== undefined; next = take(batches, pass)) {
        signal.throwIfAborted();
        pass.present += next.length;
        yield await Promise.resolve(
          next.map(({row, rowid}) => ({row, at: {kind: 'row', table, rowid} as const})),
        );
      }
    } finally {
      batches.return?.();
    }
    report.endPass(pass);
    return undefined;
  };
  return {
    name,
    container: 'sqlite',
    records: () => nothing(),
    lines: () => nothing(),
    frames: () => nothing(),
    rows: (table): Rows => read(table),
    entries: () => nothing(),
    sibling: () => Promise.resolve(undefined),
  };
}

type RowBatch = Promise<readonly {readonly row: JsonObject; readonly at: Locator}[]>;

/** A damaged page ends its table; what came before is kept. */
function take<T>(batches: Iterator<T>, pass: PassReport): T | undefined {
  try {
    const next = batches.next();
    return next.done === true ? undefined : next.value;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const message = `the table cannot be read further: ${reason}`;
    pass.note({code: 'broken-sqlite', severity: 'data-loss', message});
    return undefined;
  }
}

async function* nothing(): AsyncGenerator<never, undefined> {
  // A database has tables, no records of its own.
}
