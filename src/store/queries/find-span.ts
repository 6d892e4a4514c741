export const FIND_SPAN_FACTS = `SELECT k.fact_id FROM source_version v
  JOIN span_lookup k ON k.version_id = v.id AND k.span_id = ?
  WHERE v.state = 1 ORDER BY k.fact_id LIMIT ?`;

export const READ_SPAN_FACT = 'SELECT * FROM spans WHERE fact_id = ?';
