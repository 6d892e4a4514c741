export const PLAN_SOURCE = 'INSERT OR IGNORE INTO source(path) VALUES (?)';
export const FIND_SOURCE = 'SELECT id FROM source WHERE path = ?';

/** Current content of every source, of a grown one at its newest. */
export const LIVE_SOURCES = `SELECT s.id, s.path, v.parser_id, v.total_bytes, v.total_sha256
  FROM source_version v JOIN source s ON s.id = v.source_id
  WHERE v.state = 1 AND v.id = (SELECT max(w.id) FROM source_version w WHERE w.source_id = v.source_id AND w.state = 1)
  ORDER BY s.id`;
export const SUPERSEDE = 'UPDATE source_version SET state = 2 WHERE source_id = ? AND state = 1';

export const READ_SET_ASIDE = 'SELECT path, size_bytes, tool, reason FROM set_aside ORDER BY path';
export const SET_ASIDE =
  'INSERT OR REPLACE INTO set_aside(path, size_bytes, tool, reason) VALUES (?, ?, ?, ?)';
export const TAKE_BACK = 'DELETE FROM set_aside WHERE path = ?';
