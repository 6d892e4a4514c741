import type Database from 'better-sqlite3';
import type {StateEventKind} from '../model/facts.js';
import type {RunEvent} from '../tree/run-view.js';
import {READ_TRACE_EVENTS} from './queries/run-facts.js';
import type {FactRange} from './read-spans.js';
import type {StringTable} from '../tree/string-table.js';

/** Characters of an event's text that a run holds in memory; the whole text is in the case. */
export const MAX_EVENT_TEXT_CHARS = 2000;

interface EventRow {
  readonly id: number;
  readonly span_id: string | null;
  readonly kind: StateEventKind;
  readonly name: string;
  readonly time_us: number | null;
  readonly synthetic: number;
  readonly tokens_before: number | null;
  readonly tokens_after: number | null;
  readonly fingerprint: string | null;
  readonly text: string | null;
  readonly text_signature: number | null;
}

/** An event with what places it: its fact, its span (reading order), the span facts read before. */
export interface ReadEvent {
  readonly factId: number;
  readonly spanRow: number;
  /** Index into FactRows of the last span fact before it in its version; -1 = none. */
  readonly factBefore: number;
  readonly textSig: number;
  readonly event: Omit<RunEvent, 'spanRow' | 'rowsBefore'>;
}

/** Events of one trace in one version. `findFact` gives the last span fact before a fact id. */
export function readEvents(
  db: Database.Database,
  trace: {readonly key: number; readonly range: FactRange},
  find: {
    readonly strings: StringTable;
    readonly row: (spanId: number) => number;
    readonly factBefore: (factId: number) => number;
  },
): readonly ReadEvent[] {
  const {firstId, lastId} = trace.range;
  const out: ReadEvent[] = [];
  for (const found of db
    .prepare(READ_TRACE_EVENTS)
    .iterate(MAX_EVENT_TEXT_CHARS, trace.key, firstId, lastId)) {
    const row = found as EventRow;
    const spanId = row.span_id === null ? -1 : (find.strings.find(row.span_id) ?? -1);
    out.push({
      factId: row.id,
      spanRow: find.row(spanId),
      factBefore: find.factBefore(row.id),
      textSig: row.text_signature ?? -1,
      event: {
        kind: row.kind,
        name: row.name,
        timeUs: row.time_us ?? undefined,
        text: row.text ?? undefined,
        synthetic: row.synthetic === 1,
        tokensBefore: row.tokens_before ?? undefined,
        tokensAfter: row.tokens_after ?? undefined,
        fingerprint: row.fingerprint ?? undefined,
      },
    });
  }
  return out;
}
