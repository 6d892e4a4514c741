/** Versions that count, in source order, with what they hold of one trace. */
export const READ_EXTENTS = `SELECT e.version_id, e.first_seq, e.last_seq, e.spans, s.path, v.parser_id,
    v.facts AS version_facts, e.facts
  FROM trace_extent e JOIN source_version v ON v.id = e.version_id AND v.state = 1
  JOIN source s ON s.id = v.source_id
  WHERE e.trace_key = ? ORDER BY v.source_id, v.id`;

const SPAN_COLUMNS =
  'id, span_id, parent_id, label_id, start_us, end_us, input_body, output_body, error_body, tool_call_id, round_id';
/** One JSON array per column: half the time of a JavaScript array per row (docs/decisions). */
const SPAN_ARRAYS = `json_group_array(id), json_group_array(span_id), json_group_array(parent_id),
  json_group_array(label_id), json_group_array(start_us), json_group_array(end_us),
  json_group_array(input_body), json_group_array(output_body), json_group_array(error_body),
  json_group_array(tool_call_id), json_group_array(round_id)`;
/** Of a trace that shares its file with others: by the index. */
export const READ_TRACE_SPANS = `SELECT ${SPAN_ARRAYS} FROM (SELECT ${SPAN_COLUMNS} FROM span_fact
  WHERE trace_key = ? AND id >= ? AND id <= ? ORDER BY id LIMIT ?)`;
/** Of a trace that has the range to itself, or nearly: in row order, without the index. */
export const SCAN_TRACE_SPANS = `SELECT ${SPAN_ARRAYS} FROM (SELECT ${SPAN_COLUMNS} FROM span_fact
  WHERE +trace_key = ? AND id >= ? AND id <= ? ORDER BY id LIMIT ?)`;
export const READ_USAGE = `SELECT id, input_tokens, output_tokens, cached_read_tokens, cached_write_tokens, reasoning_tokens
  FROM span_usage WHERE id >= ? AND id <= ? ORDER BY id`;
export const READ_LABEL = 'SELECT * FROM label WHERE id = ?';
export const READ_TRACE_ID = 'SELECT trace_id FROM trace WHERE id = ?';

export const READ_TRACE_MESSAGES = `SELECT m.span_id, m.direction, m.node_id, n.reply, n.reply_signature
  FROM span_messages m JOIN conversation_node n ON n.id = m.node_id
  WHERE m.trace_key = ? AND m.id >= ? AND m.id <= ? ORDER BY m.id`;
export const READ_TRACE_EVENTS = `SELECT e.id, e.span_id, e.kind, e.name, e.time_us, e.synthetic, e.tokens_before, e.tokens_after, e.fingerprint,
    substr(b.text, 1, ?) AS text, s.exact AS text_signature
  FROM span_event e LEFT JOIN body b ON b.id = e.text_body
  LEFT JOIN body_signature s ON s.body_id = e.text_body AND s.role = 3
  WHERE e.trace_key = ? AND e.id >= ? AND e.id <= ? ORDER BY e.id`;
export const READ_TRACE_VERDICTS = `SELECT span_id, kind, said, said_by, value, time_us FROM verdict
  WHERE trace_key = ? AND id >= ? AND id <= ? ORDER BY id`;
export const READ_TRACE_FACTS = `SELECT name, time_basis, outcome, outcome_said_by FROM trace_fact
  WHERE trace_key = ? AND id >= ? AND id <= ? ORDER BY id`;
export const READ_TRACE_LINKS = `SELECT l.span_id, t.trace_id AS linked_trace_id, l.linked_span_id
  FROM span_link l JOIN trace t ON t.id = l.linked_trace_key
  WHERE l.trace_key = ? AND l.id >= ? AND l.id <= ? ORDER BY l.id`;

/** As SPAN_ARRAYS: one array per column. */
export const SCAN_SIGNATURES = `SELECT json_group_array(body_id), json_group_array(exact),
    json_group_array(target), json_group_array(intent)
  FROM (SELECT body_id, exact, target, intent FROM body_signature
    WHERE body_id >= ? AND body_id <= ? AND role = ? ORDER BY body_id LIMIT ?)`;
export const READ_SIGNATURE =
  'SELECT exact, target, intent FROM body_signature WHERE body_id = ? AND role = ?';

export const READ_TRACE_HEADS = `SELECT e.trace_key, t.trace_id, o.path AS scope_path, e.version_id, e.last_seq, e.facts, e.first_us, e.session_id
  FROM source_version v JOIN trace_extent e ON e.version_id = v.id JOIN trace t ON t.id = e.trace_key
  LEFT JOIN source o ON o.id = t.scope_source_id
  WHERE v.state = 1 ORDER BY v.source_id, v.id, e.first_seq`;
export const READ_LINKED_TRACES = `SELECT DISTINCT l.trace_key, l.linked_trace_key FROM span_link l
  JOIN source_version v ON v.id = l.id >> 32 AND v.state = 1 WHERE l.trace_key <> l.linked_trace_key
  ORDER BY l.trace_key, l.linked_trace_key`;
