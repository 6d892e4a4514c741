export const GET_SIGNATURE_VERSION = "SELECT value FROM meta WHERE key = 'signature-version'";
/** A new case has nothing to build anew; an old one keeps the version it was signed with. */
export const INIT_SIGNATURE_VERSION =
  "INSERT OR IGNORE INTO meta(key, value) VALUES ('signature-version', ?)";
export const SET_SIGNATURE_VERSION =
  "INSERT OR REPLACE INTO meta(key, value) VALUES ('signature-version', ?)";
export const KEEP_OLD_ROLES = `CREATE TEMP TABLE old_role AS
  SELECT body_id, role FROM body_signature`;
export const DROP_OLD_ROLES = 'DROP TABLE temp.old_role';
export const CLEAR_SIGNATURES: readonly string[] = [
  'DELETE FROM body_signature',
  'DELETE FROM signature_index',
  'DELETE FROM signature',
  "DELETE FROM meta WHERE key = 'signature-indexed-to'",
];
export const READ_OLD_ROLES = `SELECT o.rowid, o.body_id, o.role, b.form, b.text
  FROM temp.old_role o JOIN body b ON b.id = o.body_id WHERE o.rowid > ? ORDER BY o.rowid LIMIT ?`;
export const READ_REPLY_NODES = `SELECT n.id, s.exact, p.reply_signature AS prev_signature
  FROM conversation_node n LEFT JOIN conversation_node p ON p.id = n.prev_id
  LEFT JOIN body_signature s ON s.body_id = n.body_id AND s.role = 3
  WHERE n.id > ? AND n.reply <> 0 ORDER BY n.id LIMIT 1`;
export const SET_REPLY_SIGNATURE = 'UPDATE conversation_node SET reply_signature = ? WHERE id = ?';
