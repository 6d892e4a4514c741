export const FIND_RUN = 'SELECT id FROM run WHERE run_id = ?';
export const DELETE_RUN = 'DELETE FROM run WHERE run_id = ?';
export const INSERT_RUN = `INSERT INTO run(run_id, analysis_version, facts_digest, name, agents, sources, formats, time_basis,
    start_us, end_us, spans, steps, tree_rows, llm_calls, tool_calls, errors, max_depth,
    input_tokens, output_tokens, cached_read_tokens, outcome, outcome_said_by,
    findings_info, findings_warning, findings_critical)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
export const INSERT_RUN_TRACE = 'INSERT INTO run_trace(run_key, trace_key) VALUES (?, ?)';
export const INSERT_LANE =
  'INSERT INTO lane(run_key, lane, agent_name, agent_span_key, branch, steps) VALUES ';
export const INSERT_LANE_COLUMNS = 6;
export const INSERT_STEP_CHUNK =
  'INSERT INTO step_chunk(run_key, chunk, errors, llm_calls_before, tool_calls_before, tokens_before, strings, packed) VALUES (?, ?, ?, ?, ?, ?, ?, ?)';
export const INSERT_TREE_CHUNK =
  'INSERT INTO tree_chunk(run_key, chunk, strings, packed) VALUES (?, ?, ?, ?)';
export const INSERT_FINDING =
  'INSERT INTO finding(run_key, finding_id, rank, rule, severity, confidence, title, first_step, last_step, detail) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)';
export const INSERT_RUN_PART = 'INSERT INTO run_part(run_key, part, data) VALUES (?, ?, ?)';
export const INSERT_FACT_STEP_CHUNK =
  'INSERT INTO fact_step_chunk(run_key, first_key, count, packed) VALUES (?, ?, ?, ?)';
export const ANALYZED_RUNS = 'SELECT run_id, facts_digest FROM run WHERE analysis_version = ?';
export const ALL_RUN_IDS = 'SELECT run_id FROM run';
