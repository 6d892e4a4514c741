/** Of the case. */
export const MAX_BODY = 'SELECT coalesce(max(id), 0) FROM body';
export const BODY_CHARS = 'SELECT coalesce(sum(length(text)), 0) FROM body WHERE id > ?';
export const BODY_HASH = 'SELECT hex(hash) FROM body WHERE id = ?';
export const BODIES_AFTER = 'SELECT id, form, text FROM body WHERE id > ? ORDER BY id LIMIT ?';
export const ONE_BODY = 'SELECT form, text, length(text) AS chars FROM body WHERE id = ?';
export const RUN_DIGESTS =
  "SELECT id, run_id, steps, tree_rows, analysis_version || ' ' || facts_digest AS digest FROM run ORDER BY id";
/** A stored message begins with its role. */
export const NODE_STEP = `SELECT n.prev_id, n.body_id, substr(b.text, 1, 64) AS start
  FROM conversation_node n LEFT JOIN body b ON b.id = n.body_id WHERE n.id = ?`;
export const ERROR_BODY = 'SELECT error_body FROM span_fact WHERE id = ?';
export const EVENT_BODY = 'SELECT text_body FROM span_event WHERE id = ?';

/** Of the index. */
export const GET_META = 'SELECT value FROM meta WHERE key = ?';
export const SET_META =
  'INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT(key) DO UPDATE SET value = excluded.value';
export const INSERT_WORDS = 'INSERT INTO body_fts(rowid, text, parts) VALUES (?, ?, ?)';
export const INDEXED_RUNS = 'SELECT id, run_id, digest FROM run';
export const INSERT_RUN = 'INSERT INTO run(run_id, digest) VALUES (?, ?)';
export const DELETE_RUN = 'DELETE FROM run WHERE id = ?';
export const DELETE_PLACES = 'DELETE FROM place WHERE run_key = ?';
export const INSERT_PLACE = 'INSERT OR IGNORE INTO place VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)';
export const FIND_LABEL = 'SELECT id FROM label WHERE text = ?';
export const INSERT_LABEL = 'INSERT INTO label(text) VALUES (?)';

/** The words of the index, in order; a view of it, made in the memory of the connection. */
export const OPEN_INDEX_WORDS =
  "CREATE VIRTUAL TABLE temp.index_word USING fts5vocab('main', 'body_fts', 'row')";
export const INDEX_WORDS = 'SELECT term FROM temp.index_word WHERE term > ? LIMIT ?';
export const BODIES_OF_WORDS = 'SELECT rowid FROM body_fts WHERE body_fts MATCH ? LIMIT ?';

/** Filters that are null are not asked. Bodies come in the order in which the case first met them. */
const WHERE_PLACE = `(@run IS NULL OR r.run_id LIKE @run || '%') AND (@role IS NULL OR p.role = @role)
  AND (@kind IS NULL OR p.kind = @kind) AND (@name IS NULL OR p.name = (SELECT id FROM label WHERE text = @name))
  AND (@agent IS NULL OR p.agent = (SELECT id FROM label WHERE text = @agent))
  AND (@failed IS NULL OR p.failed = @failed)
  AND (@since IS NULL OR p.start_us >= @since) AND (@until IS NULL OR p.start_us < @until)`;
const FROM_PLACE = 'FROM place p JOIN run r ON r.id = p.run_key';
export const FIND_BODIES = `SELECT f.rowid AS id FROM body_fts f WHERE body_fts MATCH @query
  AND EXISTS (SELECT 1 ${FROM_PLACE} WHERE p.body_id = f.rowid AND ${WHERE_PLACE})`;
export const FIND_PLACES = `SELECT r.run_id, p.step, p.role, p.kind, p.failed, p.start_us,
  (SELECT text FROM label WHERE id = p.name) AS name, (SELECT text FROM label WHERE id = p.agent) AS agent
  ${FROM_PLACE} WHERE p.body_id = @body AND ${WHERE_PLACE} ORDER BY p.run_key, p.step, p.role LIMIT @places`;
export const COUNT_PLACES = `SELECT count(*) ${FROM_PLACE} WHERE p.body_id = @body AND ${WHERE_PLACE}`;
export const FIND_STEPS = `SELECT DISTINCT p.step FROM body_fts f JOIN place p ON p.body_id = f.rowid
  WHERE body_fts MATCH ? AND p.run_key = (SELECT id FROM run WHERE run_id = ?) ORDER BY p.step LIMIT ?`;
