import type Database from 'better-sqlite3';
import {toFindingId} from '../model/ids.js';
import {TRIAGE_VERDICTS, type RunNotes, type StoredNote, type Triage} from '../replay/notes.js';
import type {FactSteps} from './fact-steps.js';
import {FIND_EVENT, READ_NOTES, READ_TRIAGE} from './queries/replay.js';

/** Notes of one run that are shown (STYLE H5). */
const MAX_NOTES = 1000;

interface NoteRow {
  readonly id: number;
  readonly span_id: string | null;
  readonly event_kind: string | null;
  readonly source_path: string | null;
  readonly at_offset: number | null;
  readonly at_line: number | null;
  readonly at_rest: string | null;
  readonly is_bookmark: number;
  readonly text: string;
  readonly made_us: number;
  readonly trace_key: number;
}

interface TriageRow {
  readonly finding_id: string;
  readonly verdict: string;
  readonly why: string;
  readonly made_us: number;
}

/** Notes and triage of a run; each note costs one look-up of its span or event. */
export function readNotes(db: Database.Database, facts: FactSteps, runKey: number): RunNotes {
  const findEvent = db.prepare(FIND_EVENT).pluck();
  const rows = db.prepare(READ_NOTES).all(runKey, MAX_NOTES) as NoteRow[];
  const notes = rows.map((row): StoredNote => {
    const step =
      row.event_kind === null
        ? row.span_id === null
          ? undefined
          : facts.ofSpan(runKey, row.trace_key, row.span_id)
        : stepOfEvent(findEvent, facts, {row, runKey});
    return {
      id: row.id,
      step,
      isBookmark: row.is_bookmark === 1,
      text: row.text,
      madeUs: row.made_us,
    };
  });
  notes.sort((a, b) => (a.step ?? Infinity) - (b.step ?? Infinity) || a.id - b.id);
  const triage = db.prepare(READ_TRIAGE).all(runKey) as TriageRow[];
  return {notes, triage: new Map(triage.map((row) => [row.finding_id, toTriage(row)]))};
}

function stepOfEvent(
  findEvent: Database.Statement,
  facts: FactSteps,
  {row, runKey}: {readonly row: NoteRow; readonly runKey: number},
): number | undefined {
  const found = findEvent.get({
    1: row.trace_key,
    2: row.source_path,
    3: row.event_kind,
    4: row.at_offset,
    5: row.at_line,
    6: row.at_rest,
  });
  return typeof found === 'number' ? facts.ofFact(runKey, found) : undefined;
}

function toTriage(row: TriageRow): Triage {
  return {
    findingId: toFindingId(row.finding_id),
    verdict: TRIAGE_VERDICTS.find((verdict) => verdict === row.verdict) ?? 'confirmed',
    why: row.why,
    madeUs: row.made_us,
  };
}
