import type Database from 'better-sqlite3';
import type {SignatureRole} from '../tree/signature/body-signature.js';
import {READ_SIGNATURE, SCAN_SIGNATURES} from './queries/run-facts.js';
import {toRoleCode} from './signature-table.js';

/** Below this many rows of the range per body asked for, one scan is quicker than look-ups. */
const SCAN_FACTOR = 8;
/** Rows per read: keeps a page of rows small enough to die young. */
const PAGE_ROWS = 2000;

export interface SignatureColumns {
  readonly exact: Int32Array;
  readonly target: Int32Array;
  readonly intent: Int32Array;
}

type Level = number | null;

/** Signature numbers of a column of body ids in one role; -1 where there is none. */
export function readSignatures(
  db: Database.Database,
  bodies: Int32Array,
  role: SignatureRole,
): SignatureColumns {
  const out = {
    exact: new Int32Array(bodies.length).fill(-1),
    target: new Int32Array(bodies.length).fill(-1),
    intent: new Int32Array(bodies.length).fill(-1),
  };
  let min = Infinity;
  let max = -1;
  let asked = 0;
  for (const body of bodies) {
    if (body < 0) continue;
    asked++;
    if (body < min) min = body;
    if (body > max) max = body;
  }
  if (asked === 0) return out;
  const find =
    max - min < asked * SCAN_FACTOR ? buildScan(db, {min, max, role}) : buildLookup(db, role);
  for (let row = 0; row < bodies.length; row++) {
    const body = bodies[row] ?? -1;
    if (body >= 0) find(body, row, out);
  }
  return out;
}

type Find = (body: number, row: number, out: SignatureColumns) => void;

function buildScan(
  db: Database.Database,
  range: {readonly min: number; readonly max: number; readonly role: SignatureRole},
): Find {
  const length = range.max - range.min + 1;
  const exact = new Int32Array(length).fill(-1);
  const target = new Int32Array(length).fill(-1);
  const intent = new Int32Array(length).fill(-1);
  const page = db.prepare(SCAN_SIGNATURES).raw();
  for (let from = range.min; from <= range.max;) {
    const arrays = page.get(from, range.max, toRoleCode(range.role), PAGE_ROWS) as string[];
    const [bodies = [], ...levels] = arrays.map((text) => JSON.parse(text) as Level[]);
    for (let i = 0; i < bodies.length; i++) {
      const at = (bodies[i] ?? 0) - range.min;
      exact[at] = levels[0]?.[i] ?? -1;
      target[at] = levels[1]?.[i] ?? -1;
      intent[at] = levels[2]?.[i] ?? -1;
    }
    from = bodies.length < PAGE_ROWS ? Infinity : (bodies.at(-1) ?? 0) + 1;
  }
  return (body, row, out) => {
    const at = body - range.min;
    out.exact[row] = exact[at] ?? -1;
    out.target[row] = target[at] ?? -1;
    out.intent[row] = intent[at] ?? -1;
  };
}

function buildLookup(db: Database.Database, role: SignatureRole): Find {
  const read = db.prepare(READ_SIGNATURE).raw();
  const known = new Map<number, readonly [number, number, number]>();
  const code = toRoleCode(role);
  return (body, row, out) => {
    let levels = known.get(body);
    if (levels === undefined) {
      const found = read.get(body, code) as [Level, Level, Level] | undefined;
      levels = [found?.[0] ?? -1, found?.[1] ?? -1, found?.[2] ?? -1];
      known.set(body, levels);
    }
    [out.exact[row], out.target[row], out.intent[row]] = levels;
  };
}
