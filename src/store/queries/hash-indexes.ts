/** The statements of one hash index: a table `t(id, hash)`, its index `t_index(hash, id)`, and how far it is merged. */
export interface HashIndexQueries {
  readonly find: string;
  readonly insert: string;
  readonly getMark: string;
  readonly setMark: string;
  readonly unindexed: string;
}

export const BODY_INDEX: HashIndexQueries = {
  find: 'SELECT id FROM body_index WHERE hash = ?',
  insert: 'INSERT INTO body_index(hash, id) VALUES (?, ?)',
  getMark: "SELECT value FROM meta WHERE key = 'body-indexed-to'",
  setMark: "INSERT OR REPLACE INTO meta(key, value) VALUES ('body-indexed-to', ?)",
  unindexed: 'SELECT id, hash FROM body WHERE id > ? ORDER BY id',
};

export const SIGNATURE_INDEX: HashIndexQueries = {
  find: 'SELECT id FROM signature_index WHERE hash = ?',
  insert: 'INSERT INTO signature_index(hash, id) VALUES (?, ?)',
  getMark: "SELECT value FROM meta WHERE key = 'signature-indexed-to'",
  setMark: "INSERT OR REPLACE INTO meta(key, value) VALUES ('signature-indexed-to', ?)",
  unindexed: 'SELECT id, hash FROM signature WHERE id > ? ORDER BY id',
};

export const LABEL_INDEX: HashIndexQueries = {
  find: 'SELECT id FROM label_index WHERE hash = ?',
  insert: 'INSERT INTO label_index(hash, id) VALUES (?, ?)',
  getMark: "SELECT value FROM meta WHERE key = 'label-indexed-to'",
  setMark: "INSERT OR REPLACE INTO meta(key, value) VALUES ('label-indexed-to', ?)",
  unindexed: 'SELECT id, hash FROM label WHERE id > ? ORDER BY id',
};
