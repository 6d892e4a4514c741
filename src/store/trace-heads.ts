import type Database from 'better-sqlite3';
import type {TraceHead} from '../analyze/port.js';
import {READ_LINKED_TRACES, READ_TRACE_HEADS} from './queries/run-facts.js';

interface HeadRow {
  readonly trace_key: number;
  readonly trace_id: string;
  readonly scope_path: string | null;
  readonly version_id: number;
  readonly last_seq: number;
  readonly facts: number;
  readonly first_us: number | null;
  readonly session_id: string | null;
}

/** All traces of the case that current versions speak of, in source order. */
export function readTraceHeads(db: Database.Database): readonly TraceHead[] {
  const linked = readLinkedTraces(db);
  const heads = new Map<number, TraceHead>();
  let order = 0;
  for (const found of db.prepare(READ_TRACE_HEADS).iterate()) {
    const row = found as HeadRow;
    const known = heads.get(row.trace_key);
    const digest = `${String(row.version_id)}:${String(row.last_seq)}:${String(row.facts)}`;
    heads.set(row.trace_key, {
      traceKey: row.trace_key,
      traceId: row.trace_id,
      ...(row.scope_path === null ? {} : {identity: `${row.scope_path}#${row.trace_id}`}),
      sessionId: known?.sessionId ?? row.session_id ?? undefined,
      firstUs: toEarlier(known?.firstUs, row.first_us ?? undefined),
      order: known?.order ?? order++,
      linkedTraceKeys: linked.get(row.trace_key) ?? [],
      factsDigest: known === undefined ? digest : `${known.factsDigest},${digest}`,
    });
  }
  return [...heads.values()];
}

function readLinkedTraces(db: Database.Database): ReadonlyMap<number, readonly number[]> {
  const linked = new Map<number, number[]>();
  for (const found of db.prepare(READ_LINKED_TRACES).raw().iterate()) {
    const [from, to] = found as [number, number];
    const list = linked.get(from);
    if (list === undefined) linked.set(from, [to]);
    else list.push(to);
  }
  return linked;
}

function toEarlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
