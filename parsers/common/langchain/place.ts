import type {JsonObject} from '../../api.js';
import {textOf} from '../fields.js';

export interface Place {
  readonly traceId: string;
  readonly runId: string;
  readonly parentId?: string | undefined;
}

/** Where a run nested in `child_runs` stands, which it need not repeat. */
export type Above = Place | undefined;

/**
 * Ids of a run. `dotted_order` holds the whole way from the root, so it gives what the other fields
 * lack; each segment is a start time, `Z`, and a run id:
 *
 *     20260102T030405000001Z<root>.20260102T030405100002Z<parent>.20260102T030406000003Z<run>
 */
export function readPlace(raw: JsonObject, above: Above): Place | undefined {
  const way = readDottedOrder(textOf(raw, 'dotted_order'));
  const runId = textOf(raw, 'id') ?? textOf(raw, 'run_id') ?? way.at(-1);
  if (runId === undefined) return undefined;
  const given = textOf(raw, 'parent_run_id') ?? way.at(-2) ?? above?.runId;
  const parentId = given === runId ? undefined : given;
  const traceId =
    textOf(raw, 'trace_id') ??
    way[0] ??
    above?.traceId ??
    (parentId === undefined ? runId : undefined);
  // A child whose trace nobody names: the parent's id keeps at least brothers together.
  return {traceId: traceId ?? parentId ?? runId, runId, parentId};
}

/** Ids from the root to the run; none where the text has another form. */
function readDottedOrder(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  const ids: string[] = [];
  for (const segment of text.split('.')) {
    const id = /^\d{8}T\d{6,18}Z(.+)$/.exec(segment)?.[1];
    if (id === undefined) return [];
    ids.push(id);
  }
  return ids;
}
