/** The statements of one hash index: a table `t(id, hash)`, its index `t_index(hash, id)`, and how far it is merged. */
export interface HashIndexQueries {
  readonly find: string;
  /** Takes the rows behind an id from the table into its index, in the order of the index. */
  readonly merge: string;
  readonly getMark: string;
  readonly setMark: string;
  readonly unindexed: string;
}

export const BODY_INDEX: HashIndexQueries = {
  find: 'SELECT id FROM body_index WHERE hash = ?',
  merge:
    'INSERT INTO body_index(hash, id) SELECT substr(hash, 1, 16), id FROM body WHERE id > ? ORDER BY 1',
  getMark: "SELECT value FROM meta WHERE key = 'body-indexed-to'",
  setMark: "INSERT OR REPLACE INTO meta(key, value) VALUES ('body-indexed-to', ?)",
  unindexed: 'SELECT id, hash FROM body WHERE id > ? ORDER BY id',
};

export const SIGNATURE_INDEX: HashIndexQueries = {
  find: 'SELECT id FROM signature_index WHERE hash = ?',
  merge:
    'INSERT INTO signature_index(hash, id) SELECT hash, id FROM signature WHERE id > ? ORDER BY 1',
  getMark: "SELECT value FROM meta WHERE key = 'signature-indexed-to'",
  setMark: "INSERT OR REPLACE INTO meta(key, value) VALUES ('signature-indexed-to', ?)",
  unindexed: 'SELECT id, hash FROM signature WHERE id > ? ORDER BY id',
};

export const LABEL_INDEX: HashIndexQueries = {
  find: 'SELECT id FROM label_index WHERE hash = ?',
  merge: 'INSERT INTO label_index(hash, id) SELECT hash, id FROM label WHERE id > ? ORDER BY 1',
  getMark: "SELECT value FROM meta WHERE key = 'label-indexed-to'",
  setMark: "INSERT OR REPLACE INTO meta(key, value) VALUES ('label-indexed-to', ?)",
  unindexed: 'SELECT id, hash FROM label WHERE id > ? ORDER BY id',
};
