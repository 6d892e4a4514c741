/**
 * Tables of a case. Forward only: a released step is never edited, a change is a new step.
 *
 * Keys of facts: `id = version * 2^32 + seq`. The facts of a source version are one range of row
 * ids, appended in file order and dropped as a range; no index is needed to find them.
 */

/** `whbk`: tells a case from any other SQLite file. */
export const APPLICATION_ID = 0x7768626b;

/** Facts of one source version share these upper bits of their id. */
export const VERSION_STRIDE = 2 ** 32;

const STEP_1 = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE source (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
) STRICT;

-- One session of reading. state: 0 being written, 1 live, 2 superseded.
CREATE TABLE source_version (
  id INTEGER PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES source(id),
  state INTEGER NOT NULL,
  extends_id INTEGER REFERENCES source_version(id),
  parser_id TEXT NOT NULL,
  parser_version INTEGER NOT NULL,
  id_scope TEXT NOT NULL,
  container TEXT NOT NULL,
  prefix_bytes INTEGER,
  prefix_sha256 TEXT,
  total_bytes INTEGER,
  total_sha256 TEXT,
  next_offset INTEGER,
  next_line INTEGER,
  present INTEGER NOT NULL DEFAULT 0,
  read INTEGER NOT NULL DEFAULT 0,
  refused INTEGER NOT NULL DEFAULT 0,
  facts INTEGER NOT NULL DEFAULT 0,
  torn_tail TEXT,
  checkpoint TEXT
) STRICT;
CREATE INDEX source_version_by_source ON source_version(source_id, state);

CREATE TABLE trace (
  id INTEGER PRIMARY KEY,
  scope_source_id INTEGER NOT NULL,
  trace_id TEXT NOT NULL,
  UNIQUE (trace_id, scope_source_id)
) STRICT;

-- Which versions speak of a trace, and where their facts of it lie.
CREATE TABLE trace_extent (
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  version_id INTEGER NOT NULL REFERENCES source_version(id),
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  facts INTEGER NOT NULL,
  spans INTEGER NOT NULL,
  first_us INTEGER,
  session_id TEXT,
  PRIMARY KEY (trace_key, version_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX trace_extent_by_version ON trace_extent(version_id);

CREATE TABLE trace_fact (
  id INTEGER PRIMARY KEY,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  name TEXT,
  session_id TEXT,
  time_basis TEXT,
  outcome TEXT,
  outcome_said_by TEXT,
  attributes TEXT
) STRICT;
CREATE INDEX trace_fact_by_trace ON trace_fact(trace_key);

-- The descriptive fields that many spans share, once per combination.
CREATE TABLE label (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  is_patch INTEGER NOT NULL,
  kind TEXT, name TEXT, status TEXT,
  agent_name TEXT, agent_id TEXT, tool_name TEXT, model TEXT, provider TEXT,
  error_type TEXT, finish_reason TEXT, branch TEXT, scope TEXT, session_id TEXT,
  derived_id INTEGER, unfinished INTEGER, usage_source TEXT
) STRICT;
CREATE TABLE label_index (hash BLOB PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE span_fact (
  id INTEGER PRIMARY KEY,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  span_id TEXT NOT NULL,
  parent_id TEXT,
  label_id INTEGER NOT NULL REFERENCES label(id),
  start_us INTEGER,
  end_us INTEGER,
  input_body INTEGER,
  output_body INTEGER,
  error_body INTEGER,
  tool_call_id TEXT,
  round_id TEXT,
  at_offset INTEGER,
  at_length INTEGER,
  at_line INTEGER,
  at_rest TEXT
) STRICT;
CREATE INDEX span_fact_by_trace ON span_fact(trace_key);

-- Beside span_fact, same id: only where the log has them, so that small spans stay small.
CREATE TABLE span_usage (
  id INTEGER PRIMARY KEY,
  input_tokens INTEGER, output_tokens INTEGER,
  cached_read_tokens INTEGER, cached_write_tokens INTEGER, reasoning_tokens INTEGER
) STRICT;
CREATE TABLE span_attributes (id INTEGER PRIMARY KEY, attributes TEXT NOT NULL) STRICT;

-- Finds spans by id without a random insert per fact: filled in order when a version is finished.
CREATE TABLE span_lookup (
  version_id INTEGER NOT NULL, span_id TEXT NOT NULL, fact_id INTEGER NOT NULL,
  PRIMARY KEY (version_id, span_id, fact_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE span_messages (
  id INTEGER PRIMARY KEY,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  span_id TEXT NOT NULL,
  direction INTEGER NOT NULL,
  node_id INTEGER NOT NULL,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT
) STRICT;
CREATE INDEX span_messages_by_trace ON span_messages(trace_key);

CREATE TABLE span_event (
  id INTEGER PRIMARY KEY,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  span_id TEXT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  time_us INTEGER,
  text_body INTEGER,
  synthetic INTEGER NOT NULL,
  tokens_before INTEGER, tokens_after INTEGER,
  fingerprint TEXT, agent_id TEXT, agent_name TEXT, attributes TEXT,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT
) STRICT;
CREATE INDEX span_event_by_trace ON span_event(trace_key);

CREATE TABLE span_link (
  id INTEGER PRIMARY KEY,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  span_id TEXT NOT NULL,
  linked_trace_key INTEGER NOT NULL REFERENCES trace(id),
  linked_span_id TEXT, name TEXT, attributes TEXT,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT
) STRICT;
CREATE INDEX span_link_by_trace ON span_link(trace_key);

CREATE TABLE verdict (
  id INTEGER PRIMARY KEY,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  span_id TEXT, kind TEXT NOT NULL, said TEXT NOT NULL, said_by TEXT NOT NULL,
  value REAL, time_us INTEGER,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT
) STRICT;
CREATE INDEX verdict_by_trace ON verdict(trace_key);

CREATE TABLE context_event (
  id INTEGER PRIMARY KEY,
  time_us INTEGER, source TEXT NOT NULL, severity TEXT NOT NULL, text TEXT NOT NULL,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT
) STRICT;

-- The first examples of each code; diagnostic_count counts them all.
CREATE TABLE diagnostic (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL, severity TEXT NOT NULL, message TEXT NOT NULL, count INTEGER NOT NULL,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT
) STRICT;
CREATE TABLE diagnostic_count (
  version_id INTEGER NOT NULL REFERENCES source_version(id),
  code TEXT NOT NULL, severity TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (version_id, code, severity)
) STRICT, WITHOUT ROWID;

-- form: 0 plain text, 1 JSON, 2 message (JSON without tool-call ids).
CREATE TABLE body (
  id INTEGER PRIMARY KEY,
  hash BLOB NOT NULL,
  form INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE TABLE body_index (hash BLOB PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE signature (id INTEGER PRIMARY KEY, hash BLOB NOT NULL) STRICT;
CREATE TABLE signature_index (hash BLOB PRIMARY KEY, id INTEGER NOT NULL) STRICT, WITHOUT ROWID;

-- role: 0 args, 1 outcome, 2 error, 3 text. NULL: nothing to compare on that level.
CREATE TABLE body_signature (
  body_id INTEGER NOT NULL,
  role INTEGER NOT NULL,
  exact INTEGER, target INTEGER, intent INTEGER,
  PRIMARY KEY (body_id, role)
) STRICT, WITHOUT ROWID;

-- reply: bits 1 has text, 2 has tool calls, 4 is a reply; of the reply that ends at this node.
CREATE TABLE conversation_node (
  id INTEGER PRIMARY KEY,
  prev_id INTEGER NOT NULL,
  depth INTEGER NOT NULL,
  body_id INTEGER NOT NULL,
  calls_hash INTEGER NOT NULL,
  call_ids TEXT,
  reply INTEGER NOT NULL,
  reply_signature INTEGER
) STRICT;
CREATE INDEX conversation_node_by_content ON conversation_node(prev_id, body_id, calls_hash);

-- Everything below is derived: dropped and rebuilt with the analysis.
CREATE TABLE run (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL UNIQUE,
  analysis_version TEXT NOT NULL,
  facts_digest TEXT NOT NULL,
  name TEXT,
  agents TEXT NOT NULL, sources TEXT NOT NULL, formats TEXT NOT NULL,
  time_basis TEXT NOT NULL,
  start_us INTEGER, end_us INTEGER,
  spans INTEGER NOT NULL, steps INTEGER NOT NULL, tree_rows INTEGER NOT NULL,
  llm_calls INTEGER NOT NULL, tool_calls INTEGER NOT NULL, errors INTEGER NOT NULL,
  max_depth INTEGER NOT NULL,
  input_tokens INTEGER, output_tokens INTEGER, cached_read_tokens INTEGER,
  outcome TEXT NOT NULL, outcome_said_by TEXT NOT NULL,
  findings_info INTEGER NOT NULL, findings_warning INTEGER NOT NULL,
  findings_critical INTEGER NOT NULL
) STRICT;

CREATE TABLE run_trace (
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  trace_key INTEGER NOT NULL REFERENCES trace(id),
  PRIMARY KEY (run_key, trace_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_trace_by_trace ON run_trace(trace_key);

CREATE TABLE lane (
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  lane INTEGER NOT NULL,
  agent_name TEXT, agent_span_key INTEGER, branch TEXT, steps INTEGER NOT NULL,
  PRIMARY KEY (run_key, lane)
) STRICT, WITHOUT ROWID;

-- Columns of CHUNK_ROWS steps, packed (src/store/packed-columns.ts); first and totals before the chunk beside them.
CREATE TABLE step_chunk (
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  errors INTEGER NOT NULL,
  llm_calls_before INTEGER NOT NULL, tool_calls_before INTEGER NOT NULL,
  tokens_before REAL,
  strings TEXT NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (run_key, chunk)
) STRICT, WITHOUT ROWID;
CREATE INDEX step_chunk_with_errors ON step_chunk(run_key, chunk) WHERE errors > 0;

CREATE TABLE tree_chunk (
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  chunk INTEGER NOT NULL,
  strings TEXT NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (run_key, chunk)
) STRICT, WITHOUT ROWID;

CREATE TABLE finding (
  id INTEGER PRIMARY KEY,
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  finding_id TEXT NOT NULL,
  rank INTEGER NOT NULL,
  rule TEXT NOT NULL, severity TEXT NOT NULL, confidence TEXT NOT NULL,
  title TEXT NOT NULL,
  first_step INTEGER NOT NULL, last_step INTEGER NOT NULL,
  detail TEXT NOT NULL
) STRICT;
CREATE INDEX finding_by_run ON finding(run_key, rank);
CREATE INDEX finding_by_id ON finding(finding_id);
`;

/**
 * The replay: bounded summaries of a run, steps by fact, and what people say of a run. The rest of the derived rows is
 * dropped, since chunks have more columns now; the next command that writes builds it again.
 */
const STEP_2 = `
DELETE FROM run;

-- Curves, outline, incidents as JSON; a few kilobytes a part, whatever the run.
CREATE TABLE run_part (
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  part TEXT NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (run_key, part)
) STRICT, WITHOUT ROWID;

-- Step of a fact (span or event): chunks of keys in order, packed (keys, steps).
CREATE TABLE fact_step_chunk (
  run_key INTEGER NOT NULL REFERENCES run(id) ON DELETE CASCADE,
  first_key INTEGER NOT NULL,
  count INTEGER NOT NULL,
  packed BLOB NOT NULL,
  PRIMARY KEY (run_key, first_key)
) STRICT, WITHOUT ROWID;

-- Said by people, so never derived: by span and place in the log, since step numbers move.
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  trace_id TEXT NOT NULL,
  span_id TEXT,
  event_kind TEXT,
  source_path TEXT,
  at_offset INTEGER, at_length INTEGER, at_line INTEGER, at_rest TEXT,
  is_bookmark INTEGER NOT NULL,
  text TEXT NOT NULL,
  made_us INTEGER NOT NULL
) STRICT;
CREATE INDEX note_by_trace ON note(trace_id);

-- A finding id is the same after every analysis (DESIGN section 2).
CREATE TABLE triage (
  finding_id TEXT PRIMARY KEY,
  verdict TEXT NOT NULL,
  why TEXT NOT NULL,
  made_us INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

const STEP_3 = `
-- Files beside the source that its parser asked for: JSON list of {path, sha256?}.
ALTER TABLE source_version ADD COLUMN siblings TEXT;
`;

const STEP_4 = `
-- Files that a worker crashed on twice: left alone until they, or the program, change.
CREATE TABLE set_aside (
  path TEXT PRIMARY KEY,
  size_bytes INTEGER NOT NULL,
  tool TEXT NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived, as all that hangs on a run: what the fleet view and the roundup need to know of it, as JSON.
CREATE TABLE run_survey (
  run_key INTEGER PRIMARY KEY REFERENCES run(id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  data TEXT NOT NULL
) STRICT;
`;

/** Step n brings `user_version` from n to n + 1. */
export const MIGRATIONS: readonly string[] = [STEP_1, STEP_2, STEP_3, STEP_4];
