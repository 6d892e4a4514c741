export const LIST_SOURCES = `SELECT v.id, s.path, v.parser_id, v.parser_version, v.total_bytes, v.extends_id IS NOT NULL AS is_growth,
    v.present + (v.torn_tail IS NOT NULL) AS present, v.read,
    v.refused + (v.torn_tail IS NOT NULL) AS refused
  FROM source_version v JOIN source s ON s.id = v.source_id WHERE v.state = 1 ORDER BY s.id, v.id`;
export const LIST_SUPERSEDED = `SELECT v.id, s.path, v.parser_id, v.parser_version, v.total_bytes, v.total_sha256, v.facts
  FROM source_version v JOIN source s ON s.id = v.source_id WHERE v.state = 2 ORDER BY s.id, v.id`;
export const LIST_DIAGNOSTICS = `SELECT d.id, s.path, d.code, d.severity, d.message, d.count, d.at_offset, d.at_length, d.at_line, d.at_rest
  FROM source_version v JOIN source s ON s.id = v.source_id
  JOIN diagnostic d ON d.id >= v.id << 32 AND d.id < (v.id + 1) << 32
  WHERE v.state = 1 ORDER BY s.id, d.id LIMIT ?`;
export const LIST_TORN_TAILS = `SELECT s.path, v.torn_tail FROM source_version v
  JOIN source s ON s.id = v.source_id WHERE v.state = 1 AND v.torn_tail IS NOT NULL ORDER BY s.id`;
export const READ_LIVE_CHAIN = `SELECT v.prefix_bytes, v.prefix_sha256, v.container FROM source s
  JOIN source_version v ON v.source_id = s.id AND v.state = 1
  WHERE s.path = ? ORDER BY v.id DESC LIMIT 1`;
