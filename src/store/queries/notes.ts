/** What people say of a run. Small tables: a person writes them. */
export const INSERT_NOTE = `INSERT INTO note(trace_id, span_id, event_kind, source_path, at_offset, at_length, at_line, at_rest,
    is_bookmark, text, made_us)
  VALUES (@trace_id, @span_id, @event_kind, @source_path, @at_offset, @at_length, @at_line, @at_rest,
    @is_bookmark, @text, @made_us)`;
export const DELETE_NOTE = 'DELETE FROM note WHERE id = ?';
export const UPSERT_TRIAGE = `INSERT INTO triage(finding_id, verdict, why, made_us) VALUES (?, ?, ?, ?)
  ON CONFLICT(finding_id) DO UPDATE SET verdict = excluded.verdict, why = excluded.why, made_us = excluded.made_us`;
export const DELETE_TRIAGE = 'DELETE FROM triage WHERE finding_id = ?';
