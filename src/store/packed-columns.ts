/**
 * Columns of numbers, packed small: each as base and unsigned offsets of 0, 1, 2 or 4 bytes, or as
 * doubles where that does not fit. NaN ("not told") is kept.
 *
 * One column: a byte (width, and 16 where offset 0 stands for NaN), the base as a double, the
 * offsets. Little-endian on disk, whatever the machine.
 */

const HAS_NAN = 16;
const DOUBLES = 8;
const HEADER_BYTES = 9;

export type NumberColumn = Float64Array | Int32Array | Uint8Array;

/** Packs the first `count` values of each column. */
export function packColumns(columns: readonly NumberColumn[], count: number): Uint8Array {
  const plans = columns.map((column) => planColumn(column, count));
  let length = 0;
  for (const plan of plans) length += HEADER_BYTES + plan.width * count;
  const out = Buffer.allocUnsafe(length);
  let at = 0;
  columns.forEach((column, index) => {
    const plan = plans[index];
    if (plan !== undefined) at = writeColumn(out, at, {column, count, plan});
  });
  return out;
}

/** Reads back what `packColumns` wrote: one array per column. */
export function unpackColumns(
  packed: Uint8Array,
  columnCount: number,
  count: number,
): readonly Float64Array[] {
  const view = new DataView(packed.buffer, packed.byteOffset, packed.byteLength);
  const columns: Float64Array[] = [];
  let at = 0;
  for (let index = 0; index < columnCount; index++) {
    const code = view.getUint8(at);
    const width = code & ~HAS_NAN;
    const base = view.getFloat64(at + 1, true);
    at += HEADER_BYTES;
    columns.push(readColumn(view, at, {width, base, hasNan: (code & HAS_NAN) !== 0, count}));
    at += width * count;
  }
  return columns;
}

interface Plan {
  readonly width: 0 | 1 | 2 | 4 | 8;
  readonly base: number;
  readonly hasNan: boolean;
}

function planColumn(column: NumberColumn, count: number): Plan {
  let min = Infinity;
  let max = -Infinity;
  let hasNan = false;
  let isWhole = true;
  for (let i = 0; i < count; i++) {
    const value = column[i] ?? NaN;
    if (Number.isNaN(value)) hasNan = true;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
      if (!Number.isSafeInteger(value)) isWhole = false;
    }
  }
  if (min === Infinity) return {width: 0, base: NaN, hasNan};
  const top = max - min + Number(hasNan);
  if (!isWhole || top >= 2 ** 32) return {width: DOUBLES, base: 0, hasNan: false};
  if (top === 0) return {width: 0, base: min, hasNan};
  return {width: top < 2 ** 8 ? 1 : top < 2 ** 16 ? 2 : 4, base: min, hasNan};
}

function writeColumn(
  out: Buffer,
  start: number,
  from: {readonly column: NumberColumn; readonly count: number; readonly plan: Plan},
): number {
  const {column, count, plan} = from;
  const {width, base} = plan;
  out.writeUInt8(width | (plan.hasNan ? HAS_NAN : 0), start);
  out.writeDoubleLE(base, start + 1);
  let at = start + HEADER_BYTES;
  const shift = Number(plan.hasNan) - base;
  for (let i = 0; i < count && width > 0; i++, at += width) {
    const value = column[i] ?? NaN;
    if (width === DOUBLES) out.writeDoubleLE(value, at);
    else {
      const offset = Number.isNaN(value) ? 0 : value + shift;
      out[at] = offset & 255;
      if (width > 1) out[at + 1] = (offset >>> 8) & 255;
      if (width > 2) {
        out[at + 2] = (offset >>> 16) & 255;
        out[at + 3] = offset >>> 24;
      }
    }
  }
  return at;
}

function readColumn(
  view: DataView,
  start: number,
  plan: {
    readonly width: number;
    readonly base: number;
    readonly hasNan: boolean;
    readonly count: number;
  },
): Float64Array {
  const {width, base, hasNan, count} = plan;
  const out = new Float64Array(count);
  if (width === 0) return out.fill(base);
  for (let i = 0, at = start; i < count; i++, at += width) {
    if (width === DOUBLES) out[i] = view.getFloat64(at, true);
    else {
      const offset =
        width === 1
          ? view.getUint8(at)
          : width === 2
            ? view.getUint16(at, true)
            : view.getUint32(at, true);
      out[i] = hasNan ? (offset === 0 ? NaN : base + offset - 1) : base + offset;
    }
  }
  return out;
}
