/** Raised when an index of an older program must be built anew. */
export const SEARCH_INDEX_VERSION = '2';

/** What a body was at a place: of a call, of an event, or a message by who spoke. Numbers are stored: add at the end. */
export const PLACE_ROLES = [
  'arguments',
  'result',
  'error',
  'event',
  'system',
  'user',
  'assistant',
  'tool',
  'other',
] as const;
export type PlaceRole = (typeof PLACE_ROLES)[number];

/**
 * The index is a file beside the case, derived and replaceable. Texts are not stored in it: `body_fts` holds
 * words only, its row ids are those of `body` in the case. `place` says where a body first stands in a
 * run: a message that later calls see again is told once.
 */
export const SEARCH_SCHEMA = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE run (id INTEGER PRIMARY KEY, run_id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL) STRICT;
CREATE TABLE label (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE place (
  body_id INTEGER NOT NULL, run_key INTEGER NOT NULL, step INTEGER NOT NULL, role INTEGER NOT NULL,
  kind INTEGER NOT NULL, name INTEGER NOT NULL, agent INTEGER NOT NULL,
  failed INTEGER NOT NULL, start_us INTEGER,
  PRIMARY KEY (body_id, run_key, step, role)
) STRICT, WITHOUT ROWID;
CREATE INDEX place_by_run ON place(run_key, step);
CREATE VIRTUAL TABLE body_fts USING fts5(text, parts, content='', tokenize='unicode61 remove_diacritics 2');
`;
