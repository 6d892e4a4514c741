/**
 * Every statement behind a key press. A test reads the query plan of each: none scans a table that
 * grows with the spans.
 */
export const READ_OWN_CHANGES = 'SELECT total_changes()';
export const LIST_RUNS = 'SELECT * FROM run ORDER BY id';
export const READ_RUN = 'SELECT * FROM run WHERE run_id = ?';
export const READ_STEP_CHUNK = `SELECT llm_calls_before, tool_calls_before, tokens_before, strings, packed
  FROM step_chunk WHERE run_key = ? AND chunk = ?`;
export const READ_TREE_CHUNK =
  'SELECT strings, packed FROM tree_chunk WHERE run_key = ? AND chunk = ?';
export const NEXT_ERROR_CHUNK = `SELECT chunk FROM step_chunk
  WHERE run_key = ? AND chunk > ? AND errors > 0 ORDER BY chunk LIMIT 1`;
export const PREVIOUS_ERROR_CHUNK = `SELECT chunk FROM step_chunk
  WHERE run_key = ? AND chunk < ? AND errors > 0 ORDER BY chunk DESC LIMIT 1`;
export const READ_RUN_PART = 'SELECT data FROM run_part WHERE run_key = ? AND part = ?';
export const READ_FACT_STEPS = `SELECT count, packed FROM fact_step_chunk
  WHERE run_key = ? AND first_key <= ? ORDER BY first_key DESC LIMIT 1`;
export const READ_CHUNK_STRINGS = 'SELECT strings FROM step_chunk WHERE run_key = ? AND chunk = ?';
export const READ_BODY_TEXT = 'SELECT form, text FROM body WHERE id = ?';
export const READ_ERROR_BODY = 'SELECT error_body FROM span_fact WHERE id = ?';
/** Notes of the traces of a run. */
export const READ_NOTES = `SELECT n.id, n.trace_id, n.span_id, n.event_kind, n.source_path, n.at_offset, n.at_line, n.at_rest,
    n.is_bookmark, n.text, n.made_us, r.trace_key
  FROM run_trace r JOIN trace t ON t.id = r.trace_key JOIN note n ON n.trace_id = t.trace_id
  WHERE r.run_key = ? ORDER BY n.id LIMIT ?`;
export const READ_TRIAGE = `SELECT t.finding_id, t.verdict, t.why, t.made_us
  FROM finding f JOIN triage t ON t.finding_id = f.finding_id WHERE f.run_key = ?`;
/** Facts of a span of one trace, first source first. */
export const READ_SPAN_FACT_IDS = `SELECT k.fact_id FROM trace_extent e
  JOIN source_version v ON v.id = e.version_id AND v.state = 1
  JOIN span_lookup k ON k.version_id = e.version_id AND k.span_id = ?2
  WHERE e.trace_key = ?1 ORDER BY v.source_id, k.fact_id LIMIT ?3`;
export const READ_RUN_TRACES = 'SELECT trace_key FROM run_trace WHERE run_key = ? LIMIT ?';
/** The event at a place of a trace. */
export const FIND_EVENT = `SELECT e.id FROM span_event e JOIN source_version v ON v.id = e.id >> 32 AND v.state = 1
  JOIN source s ON s.id = v.source_id
  WHERE e.trace_key = ?1 AND s.path = ?2 AND e.kind = ?3 AND e.at_offset IS ?4 AND e.at_line IS ?5 AND e.at_rest IS ?6
  ORDER BY e.id LIMIT 1`;
/** What a note at a step rests on. */
export const READ_SPAN_PLACE = `SELECT t.trace_id, f.span_id, NULL AS event_kind, s.path AS source_path,
    f.at_offset, f.at_length, f.at_line, f.at_rest
  FROM span_fact f JOIN trace t ON t.id = f.trace_key
  JOIN source_version v ON v.id = f.id >> 32 JOIN source s ON s.id = v.source_id WHERE f.id = ?`;
export const READ_EVENT_PLACE = `SELECT t.trace_id, e.span_id, e.kind AS event_kind, s.path AS source_path,
    e.at_offset, e.at_length, e.at_line, e.at_rest
  FROM span_event e JOIN trace t ON t.id = e.trace_key
  JOIN source_version v ON v.id = e.id >> 32 JOIN source s ON s.id = v.source_id WHERE e.id = ?`;
export const READ_FINDINGS = 'SELECT detail FROM finding WHERE run_key = ? ORDER BY rank';
export const READ_SPAN_ID = 'SELECT span_id FROM span_fact WHERE id = ?';
export const READ_BODY_START =
  'SELECT form, substr(text, 1, ?) AS text, length(text) AS total FROM body WHERE id = ?';
export const READ_REPLY_NODE =
  'SELECT prev_id, depth, body_id, call_ids, reply FROM conversation_node WHERE id = ?';

export const READ_SPAN_IDENTITY = 'SELECT trace_key, span_id FROM span_fact WHERE id = ?';
/** All facts of one span that count, in source order: in each version that speaks of its trace. */
export const READ_SPAN_FACTS = `SELECT f.id, f.parent_id, f.label_id, f.start_us, f.end_us, f.input_body, f.output_body, f.error_body,
    f.tool_call_id, f.round_id, f.at_offset, f.at_length, f.at_line, f.at_rest, s.path, a.attributes,
    u.id AS usage_id, u.input_tokens, u.output_tokens, u.cached_read_tokens, u.cached_write_tokens, u.reasoning_tokens
  FROM trace_extent e
  JOIN source_version v ON v.id = e.version_id AND v.state = 1
  JOIN source s ON s.id = v.source_id
  JOIN span_lookup k ON k.version_id = e.version_id AND k.span_id = ?2
  JOIN span_fact f ON f.id = k.fact_id AND f.trace_key = e.trace_key
  LEFT JOIN span_usage u ON u.id = f.id
  LEFT JOIN span_attributes a ON a.id = f.id
  WHERE e.trace_key = ?1 ORDER BY v.source_id, f.id LIMIT ?3`;
export const READ_EVENT = `SELECT e.text_body, e.attributes, e.at_offset, e.at_length, e.at_line, e.at_rest, s.path
  FROM span_event e JOIN source_version v ON v.id = e.id >> 32 JOIN source s ON s.id = v.source_id
  WHERE e.id = ?`;
export const READ_EVENT_TEXT = 'SELECT text_body FROM span_event WHERE id = ?';
