import {renameSync, rmSync, writeFileSync} from 'node:fs';
import {parquetWriteBuffer} from 'hyparquet-writer';
import {maskNamedValue, maskSecrets} from '../../text/secrets/masking.js';
import type {QueryCell} from '../../store/ask/protocol.js';
import {toCellText, toDistinctNames} from './cells.js';
import type {Row, RowSink} from './row-sink.js';

/**
 * A Parquet file, written whole and renamed into place. A column of whole numbers is INT64, of other
 * numbers DOUBLE, of anything else text. All rows are held in memory.
 *
 * @param path of the file; an existing one is replaced.
 */
export function parquetSink(path: string): RowSink {
  let names: readonly string[] = [];
  const kept: Row[] = [];
  return {
    begin(columns) {
      names = toDistinctNames(columns);
      return Promise.resolve();
    },
    rows(rows) {
      for (const row of rows) kept.push(row);
      return Promise.resolve();
    },
    end() {
      const columnData = names.map((name, at) => ({
        name: maskSecrets(name),
        ...toColumn(kept, at, name),
      }));
      const half = `${path}.${String(process.pid)}.part`;
      try {
        writeFileSync(half, Buffer.from(parquetWriteBuffer({columnData})), {mode: 0o600});
        renameSync(half, path);
      } finally {
        rmSync(half, {force: true});
      }
      return Promise.resolve();
    },
  };
}

interface ColumnData {
  readonly data: (bigint | number | string | null)[];
  readonly type: 'INT64' | 'DOUBLE' | 'STRING';
  readonly nullable: true;
}

function toColumn(rows: readonly Row[], at: number, name: string): ColumnData {
  const cells = rows.map((row) => row[at] ?? null);
  if (cells.every(isWhole)) {
    return {data: cells.map(toBigInt), type: 'INT64', nullable: true};
  }
  if (cells.every((cell) => cell === null || typeof cell === 'number')) {
    return {data: cells, type: 'DOUBLE', nullable: true};
  }
  const data = cells.map((cell) => (cell === null ? null : maskNamedValue(name, toCellText(cell))));
  return {data, type: 'STRING', nullable: true};
}

/** Whole numbers of SQLite fit 64 bits. A column of nothing is text. */
function isWhole(cell: QueryCell): boolean {
  if (cell === null) return true;
  return typeof cell === 'number'
    ? Number.isSafeInteger(cell)
    : typeof cell === 'object' && 'int' in cell;
}

function toBigInt(cell: QueryCell): bigint | null {
  if (typeof cell === 'number') return BigInt(cell);
  return cell !== null && typeof cell === 'object' && 'int' in cell ? BigInt(cell.int) : null;
}
