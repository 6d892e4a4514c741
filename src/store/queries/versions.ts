export const FIND_SOURCE = 'SELECT id FROM source WHERE path = ?';
export const INSERT_SOURCE = 'INSERT INTO source(path) VALUES (?)';

/** The end of the live chain of a source: its newest live version. */
export const READ_LIVE_VERSION = `SELECT * FROM source_version
  WHERE source_id = ? AND state = 1 ORDER BY id DESC LIMIT 1`;
export const SUM_LIVE_COUNTS = `SELECT sum(present) AS present, sum(read) AS read, sum(refused) AS refused
  FROM source_version WHERE source_id = ? AND state = 1`;
/** The newest checkpoint of the live chain. */
export const READ_CHECKPOINT = `SELECT checkpoint FROM source_version
  WHERE source_id = ? AND state = 1 AND checkpoint IS NOT NULL ORDER BY id DESC LIMIT 1`;

export const INSERT_VERSION = `INSERT INTO source_version(source_id, state, extends_id, parser_id, parser_version, id_scope, container)
  VALUES (?, 0, ?, ?, ?, ?, ?)`;
export const SUPERSEDE = 'UPDATE source_version SET state = 2 WHERE source_id = ? AND state = 1';
export const CLEAR_TORN_TAIL = 'UPDATE source_version SET torn_tail = NULL WHERE id = ?';
export const FINISH_VERSION = `UPDATE source_version SET state = 1,
  prefix_bytes = ?, prefix_sha256 = ?, total_bytes = ?, total_sha256 = ?, next_offset = ?, next_line = ?,
  present = ?, read = ?, refused = ?, facts = ?, torn_tail = ?, checkpoint = ?, siblings = ? WHERE id = ?`;
export const FILL_SPAN_LOOKUP = `INSERT INTO span_lookup(version_id, span_id, fact_id)
  SELECT ?, span_id, id FROM span_fact WHERE id >= ? AND id < ? ORDER BY span_id, id`;

export const OPEN_VERSIONS = 'SELECT id FROM source_version WHERE state = 0';
export const HAS_VERSION = 'SELECT 1 FROM source_version LIMIT 1';
export const DELETE_EXTENTS = 'DELETE FROM trace_extent WHERE version_id = ?';
export const DELETE_LOOKUP = 'DELETE FROM span_lookup WHERE version_id = ?';
export const DELETE_DIAGNOSTIC_COUNTS = 'DELETE FROM diagnostic_count WHERE version_id = ?';
export const DELETE_VERSION = 'DELETE FROM source_version WHERE id = ?';
