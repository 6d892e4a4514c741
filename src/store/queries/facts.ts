const AT = 'at_offset, at_length, at_line, at_rest';

export const INSERT_SPAN = `INSERT INTO span_fact(id, trace_key, span_id, parent_id, label_id, start_us, end_us, input_body, output_body, error_body, tool_call_id, round_id, ${AT}) VALUES `;
export const INSERT_SPAN_COLUMNS = 16;
export const INSERT_USAGE =
  'INSERT INTO span_usage(id, input_tokens, output_tokens, cached_read_tokens, cached_write_tokens, reasoning_tokens) VALUES ';
export const INSERT_USAGE_COLUMNS = 6;
export const INSERT_ATTRIBUTES = 'INSERT INTO span_attributes(id, attributes) VALUES ';
export const INSERT_ATTRIBUTES_COLUMNS = 2;
export const INSERT_MESSAGES = `INSERT INTO span_messages(id, trace_key, span_id, direction, node_id, ${AT}) VALUES `;
export const INSERT_MESSAGES_COLUMNS = 9;
export const INSERT_EVENT = `INSERT INTO span_event(id, trace_key, span_id, kind, name, time_us, text_body, synthetic, tokens_before, tokens_after, fingerprint, agent_id, agent_name, attributes, ${AT}) VALUES `;
export const INSERT_EVENT_COLUMNS = 18;
export const INSERT_LINK = `INSERT INTO span_link(id, trace_key, span_id, linked_trace_key, linked_span_id, name, attributes, ${AT}) VALUES `;
export const INSERT_LINK_COLUMNS = 11;
export const INSERT_VERDICT = `INSERT INTO verdict(id, trace_key, span_id, kind, said, said_by, value, time_us, ${AT}) VALUES `;
export const INSERT_VERDICT_COLUMNS = 12;
export const INSERT_CONTEXT_EVENT = `INSERT INTO context_event(id, time_us, source, severity, text, ${AT}) VALUES `;
export const INSERT_CONTEXT_EVENT_COLUMNS = 9;
export const INSERT_DIAGNOSTIC = `INSERT INTO diagnostic(id, code, severity, message, count, ${AT}) VALUES `;
export const INSERT_DIAGNOSTIC_COLUMNS = 9;
export const INSERT_TRACE_FACT =
  'INSERT INTO trace_fact(id, trace_key, name, session_id, time_basis, outcome, outcome_said_by, attributes) VALUES ';
export const INSERT_TRACE_FACT_COLUMNS = 8;

export const FIND_TRACE = 'SELECT id FROM trace WHERE trace_id = ? AND scope_source_id = ?';
export const INSERT_TRACE = 'INSERT INTO trace(trace_id, scope_source_id) VALUES (?, ?)';
export const INSERT_LABEL =
  'INSERT INTO label(id, hash, is_patch, kind, name, status, agent_name, agent_id, tool_name, model, provider, error_type, finish_reason, branch, scope, session_id, derived_id, unfinished, usage_source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';

export const ADD_EXTENT = `INSERT INTO trace_extent(trace_key, version_id, first_seq, last_seq, facts, spans, first_us, session_id)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET
    first_seq = min(first_seq, excluded.first_seq),
    last_seq = max(last_seq, excluded.last_seq),
    facts = facts + excluded.facts,
    spans = spans + excluded.spans,
    first_us = min(coalesce(first_us, excluded.first_us), coalesce(excluded.first_us, first_us)),
    session_id = coalesce(session_id, excluded.session_id)`;

export const COUNT_DIAGNOSTIC = `INSERT INTO diagnostic_count(version_id, code, severity, count) VALUES (?, ?, ?, ?)
  ON CONFLICT DO UPDATE SET count = count + excluded.count`;

/** The latest list of a span in one direction that a finished, current version holds. */
export const FIND_STORED_LIST = `SELECT m.node_id FROM span_messages m
  JOIN source_version v ON v.id = m.id >> 32 AND v.state = 1
  WHERE m.trace_key = ? AND m.span_id = ? AND m.direction = ? ORDER BY m.id DESC LIMIT 1`;

/** Tables whose row ids begin with the version, for dropping the facts of one. */
export const DELETE_FACTS: readonly string[] = [
  'DELETE FROM span_fact WHERE id >= ? AND id < ?',
  'DELETE FROM span_usage WHERE id >= ? AND id < ?',
  'DELETE FROM span_attributes WHERE id >= ? AND id < ?',
  'DELETE FROM span_messages WHERE id >= ? AND id < ?',
  'DELETE FROM span_event WHERE id >= ? AND id < ?',
  'DELETE FROM span_link WHERE id >= ? AND id < ?',
  'DELETE FROM verdict WHERE id >= ? AND id < ?',
  'DELETE FROM context_event WHERE id >= ? AND id < ?',
  'DELETE FROM diagnostic WHERE id >= ? AND id < ?',
  'DELETE FROM trace_fact WHERE id >= ? AND id < ?',
];
