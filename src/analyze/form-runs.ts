import {createHash} from 'node:crypto';
import type {TraceHead} from './port.js';

/** Hex digits of a run id: 64 bits, and short enough to type. */
const RUN_ID_DIGITS = 16;

/** The traces that are judged together, in order. */
export interface RunPlan {
  readonly runId: string;
  readonly traceKeys: readonly number[];
  /** Changes when a fact of any of its traces changes, or the set of traces. */
  readonly factsDigest: string;
}

/**
 * Joins traces that share a session id or are linked (DESIGN section 2, run). The run id comes from
 * the identity of its earliest trace, so that it depends neither on ingest order nor on row ids.
 * Runs are in order of time, then identity. Iterative union-find, near-linear.
 */
export function formRuns(heads: readonly TraceHead[]): readonly RunPlan[] {
  const groupOf = joinTraces(heads);
  const groups = new Map<number, TraceHead[]>();
  for (const [i, head] of heads.entries()) {
    const group = groupOf(i);
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [head]);
    else members.push(head);
  }
  const runs = [...groups.values()].map((members) => members.sort(compareHeads));
  runs.sort((a, b) => compareFirst(a, b));
  const usedIds = new Map<string, number>();
  return runs.map((members) => {
    const earliest = members[0];
    const id = hash([earliest === undefined ? '' : toIdentity(earliest)]).slice(0, RUN_ID_DIGITS);
    // Only where a store gives no identity, and ids are not global: the order of sources tells.
    const uses = (usedIds.get(id) ?? 0) + 1;
    usedIds.set(id, uses);
    return {
      runId: uses === 1 ? id : `${id}-${String(uses)}`,
      traceKeys: members.map((head) => head.traceKey),
      factsDigest: hash(members.map((head) => `${String(head.traceKey)} ${head.factsDigest}`)),
    };
  });
}

function joinTraces(heads: readonly TraceHead[]): (index: number) => number {
  const above = Int32Array.from(heads.keys());
  const find = (index: number): number => {
    let root = index;
    while (above[root] !== root) {
      above[root] = above[above[root] ?? root] ?? root; // halve the path on the way
      root = above[root] ?? root;
    }
    return root;
  };
  const join = (a: number, b: number): void => {
    const [one, other] = [find(a), find(b)];
    if (one !== other) above[Math.max(one, other)] = Math.min(one, other);
  };
  const indexOfKey = new Map<number, number>();
  for (const [i, head] of heads.entries()) indexOfKey.set(head.traceKey, i);
  const firstOfSession = new Map<string, number>();
  for (const [i, head] of heads.entries()) {
    if (head.sessionId !== undefined) {
      const first = firstOfSession.get(head.sessionId);
      if (first === undefined) firstOfSession.set(head.sessionId, i);
      else join(first, i);
    }
    for (const key of head.linkedTraceKeys) {
      const linked = indexOfKey.get(key);
      if (linked !== undefined) join(linked, i);
    }
  }
  return find;
}

function toIdentity(head: TraceHead): string {
  return head.identity ?? head.traceId;
}

/** Known time first, then identity; the place in the sources only between equals. */
function compareHeads(a: TraceHead, b: TraceHead): number {
  const [one, other] = [a.firstUs ?? Infinity, b.firstUs ?? Infinity];
  if (one !== other) return one < other ? -1 : 1;
  const [first, second] = [toIdentity(a), toIdentity(b)];
  if (first !== second) return first < second ? -1 : 1;
  return a.order - b.order;
}

function compareFirst(a: readonly TraceHead[], b: readonly TraceHead[]): number {
  const [one, other] = [a[0], b[0]];
  return one === undefined || other === undefined ? 0 : compareHeads(one, other);
}

function hash(parts: readonly string[]): string {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(part).update('\0');
  return sha.digest('hex');
}
