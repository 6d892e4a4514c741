export const INSERT_BODY = 'INSERT INTO body(id, hash, form, text) VALUES ';
export const INSERT_BODY_COLUMNS = 4;
export const INSERT_SIGNATURE = 'INSERT INTO signature(id, hash) VALUES ';
export const INSERT_SIGNATURE_COLUMNS = 2;
export const INSERT_BODY_SIGNATURE =
  'INSERT INTO body_signature(body_id, role, exact, target, intent) VALUES ';
export const INSERT_BODY_SIGNATURE_COLUMNS = 5;
export const READ_SIGNATURE_ROLES = 'SELECT role FROM body_signature WHERE body_id = ?';
export const READ_EXACT_SIGNATURE =
  'SELECT exact FROM body_signature WHERE body_id = ? AND role = ?';
export const READ_BODY = 'SELECT form, text FROM body WHERE id = ?';
/** A block of bodies; octet_length tells of a long text without reading it. */
export const READ_BODY_BLOCK =
  'SELECT id, iif(octet_length(text) <= ?, text, NULL) FROM body WHERE id >= ? AND id < ?';
export const READ_BODY_CUT =
  'SELECT form, substr(text, 1, ?) AS text, length(text) AS total FROM body WHERE id = ?';

export const INSERT_NODE =
  'INSERT INTO conversation_node(id, prev_id, depth, body_id, calls_hash, call_ids, reply, reply_signature) VALUES ';
export const INSERT_NODE_COLUMNS = 8;
export const FIND_NODES =
  'SELECT id, depth, call_ids, reply, reply_signature FROM conversation_node WHERE prev_id = ? AND body_id = ? AND calls_hash = ?';
export const READ_NODE =
  'SELECT prev_id, depth, body_id, call_ids, reply, reply_signature FROM conversation_node WHERE id = ?';
export const MAX_NODE_ID = 'SELECT coalesce(max(id), 0) FROM conversation_node';
