import type Database from 'better-sqlite3';

/** One column of a view, as docs/views.md shows it. */
export interface ViewColumn {
  readonly name: string;
  /** SQL expression over the tables of `from`. */
  readonly expression: string;
  /** What it holds, with its unit. */
  readonly comment: string;
}

/** A documented read-only view: the interface of `query` and of any SQLite tool. */
export interface View {
  readonly name: string;
  readonly comment: string;
  readonly from: string;
  readonly columns: readonly ViewColumn[];
}

type ColumnRow = readonly [name: string, expression: string, comment: string];

const AT: readonly ColumnRow[] = [
  ['at_offset', 'f.at_offset', 'first byte of the record in the decompressed source'],
  ['at_length', 'f.at_length', 'length of the record in bytes'],
  ['at_line', 'f.at_line', 'line of the record, from 1'],
  ['at_rest', 'f.at_rest', 'rest of the locator as JSON: member, pointer, table, rowid'],
];
const SOURCE: ColumnRow = ['source', 's.path', 'path of the file'];
const TRACE: ColumnRow = ['trace_id', 't.trace_id', 'trace id as logged'];
const BODY_TEXT =
  'as plain text if the log has a string, as JSON with sorted keys if not; absent = not recorded';

/** Facts of versions that are current; superseded and unfinished ones are in no view. */
const LIVE =
  'JOIN source_version v ON v.id = f.id >> 32 AND v.state = 1 JOIN source s ON s.id = v.source_id';
const LIVE_TRACE = `${LIVE} JOIN trace t ON t.id = f.trace_key`;

export const VIEWS: readonly View[] = [
  {
    name: 'sources',
    comment: 'Files of the case, one row per current version; a file that has grown has several.',
    from: 'source_version v JOIN source s ON s.id = v.source_id WHERE v.state = 1',
    columns: toColumns([
      ['version_id', 'v.id', 'number of the version'],
      SOURCE,
      ['parser', 'v.parser_id', 'format, as `whatbroke formats` lists it'],
      ['parser_version', 'v.parser_version', 'version of the parser'],
      ['total_bytes', 'v.total_bytes', 'bytes on disk when it was read'],
      ['sha256', 'v.total_sha256', 'sha256 of those bytes, hexadecimal'],
      ['records_present', 'v.present + (v.torn_tail IS NOT NULL)', 'records in the file'],
      ['records_read', 'v.read', 'records understood'],
      [
        'records_refused',
        'v.refused + (v.torn_tail IS NOT NULL)',
        'records not usable; read + refused = present',
      ],
      [
        'is_growth',
        'v.extends_id IS NOT NULL',
        '1 if this version only adds the tail of a grown file',
      ],
    ]),
  },
  {
    name: 'spans',
    comment:
      'Spans as each source tells them, before spans that several sources share are merged. Rows with is_patch = 1 add fields to a span.',
    from: `span_fact f ${LIVE_TRACE} JOIN label l ON l.id = f.label_id LEFT JOIN span_usage u ON u.id = f.id LEFT JOIN span_attributes a ON a.id = f.id`,
    columns: toColumns([
      ['fact_id', 'f.id', 'number of the fact; in file order within a version'],
      SOURCE,
      TRACE,
      ['span_id', 'f.span_id', 'span id as logged'],
      ['parent_id', 'f.parent_id', 'span id of the parent as logged'],
      ['is_patch', 'l.is_patch', '1 if the record only adds fields to the span'],
      [
        'kind',
        'l.kind',
        'agent llm tool retriever embedding chain handoff guardrail evaluator other',
      ],
      ['name', 'l.name', 'name of the span'],
      ['agent_name', 'l.agent_name', 'agent that acts'],
      ['agent_id', 'l.agent_id', 'instance of the agent'],
      ['tool_name', 'l.tool_name', 'name of the tool'],
      ['tool_call_id', 'f.tool_call_id', 'id that links a tool call with its result'],
      ['round_id', 'f.round_id', 'id of the model reply that asked for this call'],
      ['model', 'l.model', 'model as logged'],
      ['provider', 'l.provider', 'provider as logged'],
      ['start_us', 'f.start_us', 'start, microseconds since 1970 (UTC if the source is)'],
      ['end_us', 'f.end_us', 'end, microseconds since 1970'],
      ['duration_us', 'f.end_us - f.start_us', 'duration, microseconds'],
      ['status', 'l.status', 'unset ok error; unset is not ok'],
      ['error_type', 'l.error_type', 'class of the error'],
      ['error_message', '(SELECT text FROM body WHERE id = f.error_body)', 'message of the error'],
      ['input', '(SELECT text FROM body WHERE id = f.input_body)', `arguments, ${BODY_TEXT}`],
      ['output', '(SELECT text FROM body WHERE id = f.output_body)', `result, ${BODY_TEXT}`],
      ['input_body', 'f.input_body', 'id in bodies'],
      ['output_body', 'f.output_body', 'id in bodies'],
      ['input_tokens', 'u.input_tokens', 'tokens read by the model, cached ones included'],
      ['output_tokens', 'u.output_tokens', 'tokens written by the model, reasoning included'],
      ['cached_read_tokens', 'u.cached_read_tokens', 'part of input_tokens'],
      ['cached_write_tokens', 'u.cached_write_tokens', 'part of input_tokens'],
      ['reasoning_tokens', 'u.reasoning_tokens', 'part of output_tokens'],
      ['usage_source', 'l.usage_source', 'reported (by the log) or estimated (by us)'],
      ['finish_reason', 'l.finish_reason', 'why the model stopped, as logged'],
      ['branch', 'l.branch', 'lane within an agent, where the log forks'],
      ['scope', 'l.scope', 'instrumentation that wrote the span'],
      ['session_id', 'l.session_id', 'session or conversation id'],
      ['unfinished', 'l.unfinished', '1 if the log shows a start and no end'],
      ['derived_id', 'l.derived_id', '1 if the ids come from the place in the file'],
      ['attributes', 'a.attributes', 'all other fields as JSON, values as logged'],
      ...AT,
    ]),
  },
  {
    name: 'events',
    comment: 'What happened at a point in time: user turns, compactions, limits, retries.',
    from: `span_event f ${LIVE_TRACE}`,
    columns: toColumns([
      ['fact_id', 'f.id', 'number of the fact; in file order within a version'],
      SOURCE,
      TRACE,
      ['span_id', 'f.span_id', 'span it belongs to; absent for the trace'],
      ['kind', 'f.kind', 'user-turn compaction agent-start exception limit retry state log'],
      ['name', 'f.name', 'name of the event'],
      ['time_us', 'f.time_us', 'microseconds since 1970'],
      ['text', '(SELECT text FROM body WHERE id = f.text_body)', 'text as logged'],
      ['synthetic', 'f.synthetic', '1 if the harness wrote the user turn'],
      ['tokens_before', 'f.tokens_before', 'tokens in context before a compaction'],
      ['tokens_after', 'f.tokens_after', 'tokens in context after a compaction'],
      ['fingerprint', 'f.fingerprint', 'fingerprint of a recorded state'],
      ['agent_name', 'f.agent_name', 'agent it concerns'],
      ['attributes', 'f.attributes', 'all other fields as JSON'],
      ...AT,
    ]),
  },
  {
    name: 'messages',
    comment:
      'The conversation each model call has seen (direction in) or left (out), by its last message; follow prev_id in conversation for the earlier ones.',
    from: `span_messages f ${LIVE_TRACE} JOIN conversation_node n ON n.id = f.node_id`,
    columns: toColumns([
      ['fact_id', 'f.id', 'number of the fact; in file order within a version'],
      SOURCE,
      TRACE,
      ['span_id', 'f.span_id', 'the model call'],
      ['direction', "CASE f.direction WHEN 0 THEN 'in' ELSE 'out' END", 'in or out'],
      ['node_id', 'f.node_id', 'id in conversation'],
      ['message_count', 'n.depth', 'messages in the conversation up to here'],
      ...AT,
    ]),
  },
  {
    name: 'conversation',
    comment: 'Messages as shared prefixes: each row is one message said after row prev_id.',
    from: 'conversation_node n JOIN body b ON b.id = n.body_id',
    columns: toColumns([
      ['node_id', 'n.id', 'number of the node'],
      ['prev_id', 'n.prev_id', 'node of the message before; 0 for the first'],
      ['depth', 'n.depth', 'messages up to here, this one included'],
      ['body_id', 'n.body_id', 'id in bodies: the same message elsewhere has the same'],
      ['call_ids', 'n.call_ids', 'ids of its tool calls and results in order, JSON'],
      ['message', 'b.text', 'the message as JSON, without those ids'],
    ]),
  },
  {
    name: 'bodies',
    comment: 'Every distinct message, argument, result and text, stored once.',
    from: 'body b',
    columns: toColumns([
      ['body_id', 'b.id', 'number of the body'],
      [
        'form',
        "CASE b.form WHEN 0 THEN 'text' WHEN 1 THEN 'json' ELSE 'message' END",
        'text json message',
      ],
      ['sha256', 'lower(hex(b.hash))', 'sha256 of form and canonical content, hexadecimal'],
      ['characters', 'length(b.text)', 'length in characters'],
      ['text', 'b.text', 'canonical content'],
    ]),
  },
  {
    name: 'links',
    comment: 'Links between spans.',
    from: `span_link f ${LIVE_TRACE} JOIN trace lt ON lt.id = f.linked_trace_key`,
    columns: toColumns([
      SOURCE,
      TRACE,
      ['span_id', 'f.span_id', 'span that links'],
      ['linked_trace_id', 'lt.trace_id', 'trace linked to'],
      ['linked_span_id', 'f.linked_span_id', 'span linked to'],
      ['name', 'f.name', 'kind of link as logged'],
      ['attributes', 'f.attributes', 'all other fields as JSON'],
      ...AT,
    ]),
  },
  {
    name: 'verdicts',
    comment: 'What the agent or its harness said of itself. Evidence, not our finding.',
    from: `verdict f ${LIVE_TRACE}`,
    columns: toColumns([
      SOURCE,
      TRACE,
      ['span_id', 'f.span_id', 'span it concerns'],
      ['kind', 'f.kind', 'stuck limit max-turns reward success failure other'],
      ['said', 'f.said', 'as logged'],
      ['said_by', 'f.said_by', 'field or program that says it'],
      ['value', 'f.value', 'number, for a reward'],
      ['time_us', 'f.time_us', 'microseconds since 1970'],
      ...AT,
    ]),
  },
  {
    name: 'context_events',
    comment: 'Lines of side logs: a time or a place in a file, no trace.',
    from: `context_event f ${LIVE}`,
    columns: toColumns([
      ['time_us', 'f.time_us', 'microseconds since 1970'],
      ['file', 's.path', 'path of the file'],
      ['source', 'f.source', 'what wrote the line'],
      ['severity', 'f.severity', 'as logged'],
      ['text', 'f.text', 'as logged'],
      ...AT,
    ]),
  },
  {
    name: 'diagnostics',
    comment:
      'Facts about the data: the first examples of each code (diagnostic_counts counts all).',
    from: `diagnostic f ${LIVE}`,
    columns: toColumns([
      SOURCE,
      ['code', 'f.code', 'kebab-case and stable'],
      ['severity', 'f.severity', 'info notice data-loss error'],
      ['message', 'f.message', 'one line; may quote the log'],
      ['count', 'f.count', 'records it stands for'],
      ...AT,
    ]),
  },
  {
    name: 'diagnostic_counts',
    comment: 'How often each diagnostic was made, by file.',
    from: 'diagnostic_count c JOIN source_version v ON v.id = c.version_id AND v.state = 1 JOIN source s ON s.id = v.source_id',
    columns: toColumns([
      SOURCE,
      ['code', 'c.code', 'kebab-case and stable'],
      ['severity', 'c.severity', 'info notice data-loss error'],
      ['count', 'c.count', 'records'],
    ]),
  },
  {
    name: 'runs',
    comment: 'Runs as analysed: what is judged as one. Counts are of spans whose own usage counts.',
    from: 'run r',
    columns: toColumns([
      ['run_id', 'r.run_id', 'id of the run'],
      ['name', 'r.name', 'name of the run'],
      ['agents', 'r.agents', 'agent names, JSON array'],
      ['sources', 'r.sources', 'paths, JSON array'],
      ['formats', 'r.formats', 'parsers, JSON array'],
      ['time_basis', 'r.time_basis', 'utc naive-local none: what the times are worth'],
      ['start_us', 'r.start_us', 'first start, microseconds since 1970'],
      ['end_us', 'r.end_us', 'last end, microseconds since 1970'],
      ['spans', 'r.spans', 'spans after merging'],
      ['steps', 'r.steps', 'steps of the replay'],
      ['llm_calls', 'r.llm_calls', 'model calls among the steps'],
      ['tool_calls', 'r.tool_calls', 'tool calls among the steps'],
      ['errors', 'r.errors', 'steps that failed'],
      ['max_depth', 'r.max_depth', 'levels of the call tree below the root'],
      ['input_tokens', 'r.input_tokens', 'tokens, absent where none is reported'],
      ['output_tokens', 'r.output_tokens', 'tokens'],
      ['cached_read_tokens', 'r.cached_read_tokens', 'tokens, part of input_tokens'],
      ['outcome', 'r.outcome', 'succeeded failed unknown'],
      ['outcome_said_by', 'r.outcome_said_by', 'what the outcome rests on'],
    ]),
  },
  {
    name: 'findings',
    comment: 'What the rules found, worst first within a run.',
    from: 'finding f JOIN run r ON r.id = f.run_key',
    columns: toColumns([
      ['finding_id', 'f.finding_id', 'stable across re-analysis'],
      ['run_id', 'r.run_id', 'id of the run'],
      ['rank', 'f.rank', 'order within the run, from 0'],
      ['rule', 'f.rule', 'rule id, as `whatbroke rules` lists it'],
      ['severity', 'f.severity', 'info warning critical'],
      ['confidence', 'f.confidence', 'low medium high'],
      ['title', 'f.title', 'one line'],
      ['first_step', 'f.first_step + 1', 'first step covered, from 1, as numbered now'],
      ['last_step', 'f.last_step + 1', 'last step covered, from 1, as numbered now'],
      ['detail', 'f.detail', 'the whole finding as JSON; its steps count from 0'],
    ]),
  },
];

function toColumns(rows: readonly ColumnRow[]): readonly ViewColumn[] {
  return rows.map(([name, expression, comment]) => ({name, expression, comment}));
}

/** The statement that makes a view; its parts are constants of this file. */
export function buildViewSql(view: View): string {
  const columns = view.columns.map((column) => `  ${column.expression} AS ${column.name}`);
  return `CREATE VIEW ${view.name} AS SELECT\n${columns.join(',\n')}\nFROM ${view.from}`;
}

/** Drops and makes all views: they hold nothing, so each migration brings them up to date. */
export function createViews(db: Database.Database): void {
  for (const view of VIEWS) {
    db.exec(`DROP VIEW IF EXISTS ${view.name}`);
    db.exec(buildViewSql(view));
  }
}
