export const PUT_SURVEY = `INSERT OR REPLACE INTO run_survey(run_key, version, data)
  SELECT id, ?, ? FROM run WHERE run_id = ?`;
export const LIST_UNSURVEYED = `SELECT r.run_id FROM run r LEFT JOIN run_survey s ON s.run_key = r.id AND s.version = ?
  WHERE s.run_key IS NULL ORDER BY r.id`;
export const READ_SURVEYS = `SELECT r.run_id, s.data FROM run_survey s JOIN run r ON r.id = s.run_key
  WHERE s.version = ? ORDER BY r.id`;

/** Attributes of the first spans of a trace that tell of versions, tools or permissions. */
export const READ_TRACE_ATTRIBUTES = `SELECT NULL AS span_key, f.attributes, NULL AS start_us, NULL AS agent_name
  FROM trace_fact f JOIN source_version v ON v.id = f.id >> 32 AND v.state = 1
  WHERE f.trace_key = ? AND f.attributes IS NOT NULL ORDER BY f.id LIMIT ?`;
export const READ_SPAN_ATTRIBUTES = `SELECT f.id AS span_key, a.attributes, f.start_us, l.agent_name
  FROM span_fact f JOIN span_attributes a ON a.id = f.id
  JOIN source_version v ON v.id = f.id >> 32 AND v.state = 1
  JOIN label l ON l.id = f.label_id
  WHERE f.trace_key = ? ORDER BY f.id LIMIT ?`;
