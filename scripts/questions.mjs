/** The bundled incident that the answers come from. */
export const INCIDENT =
  'samples/incidents/wordpress-wpml/incident.langgraph-openinference.jsonl.zst';

/** Questions of investigators, with the command that answers each. `expect` must stand in the answer. */
export const QUESTIONS = [
  {
    title: 'What was called, how often, and how often did it bring something new?',
    why: 'Many calls and few answers: that is where a run stands still.',
    args: [
      'query',
      'SELECT tool, count(*) AS calls, count(DISTINCT call_sig) AS different, count(DISTINCT outcome_sig) AS answers FROM tool_calls GROUP BY tool ORDER BY calls DESC',
    ],
    expect: 'wpml_get_translation',
  },
  {
    title: 'Which calls were made again and again?',
    why: 'Equal arguments and equal answers, with the first and the last step.',
    args: [
      'query',
      'SELECT tool, substr(arguments, 1, 40) AS arguments, count(*) AS times, min(step) AS first, max(step) AS last FROM tool_calls GROUP BY call_sig, outcome_sig HAVING times > 2 ORDER BY times DESC, first',
    ],
    expect: 'wpml_get_translation',
  },
  {
    title: 'What did it write, and did anybody approve it?',
    why: 'Writes with no user turn, guardrail or approval tool before them in their lane.',
    args: ['query', '--match', '!*[approval] ->> tool[write]'],
    expect: 'wp_update_option',
  },
  {
    title: 'Who touched this option?',
    why: 'Every text that names it, once, with the steps it stands in.',
    args: ['search', 'wpml_language_flags', '--kind', 'tool'],
    expect: 'wp_update_option',
  },
  {
    title: 'Which files did it look at, and did a path climb out of its folder?',
    why: "Arguments as the log has them; where they are JSON, `json_extract(arguments, '$.path')` takes them apart.",
    args: [
      'query',
      "SELECT step, instr(arguments, '../') > 0 AS climbs, tool, arguments FROM tool_calls WHERE tool IN ('read_file', 'list_directory') ORDER BY step",
    ],
    expect: 'read_file',
  },
  {
    title: 'Where did the tokens go, minute by minute?',
    why: 'Input that grows while nothing new is said is context that is sent again.',
    args: [
      'query',
      'SELECT substr(iso(start_us), 12, 5) AS minute, count(*) AS calls, sum(input_tokens) AS input, sum(output_tokens) AS output FROM usage GROUP BY minute ORDER BY minute',
    ],
    expect: 'minute',
  },
  {
    title: 'How large was the context before and after each message?',
    why: 'The conversation that each model call saw, and how much of it was new.',
    args: [
      'query',
      "SELECT s.step, n.depth AS messages, s.input_tokens FROM steps s JOIN conversation n ON n.node_id = s.in_node WHERE s.kind = 'llm' ORDER BY s.step LIMIT 8",
    ],
    expect: 'messages',
  },
  {
    title: 'What was said right before it wrote?',
    why: 'The model calls just in front of a write, in their lane.',
    args: [
      'query',
      "SELECT w.step, w.tool, substr(json_extract(b.message, '$.parts[0].text'), 1, 48) AS said FROM tool_calls w JOIN steps s ON s.run_id = w.run_id AND s.step = w.step - 1 JOIN conversation b ON b.node_id = s.out_node WHERE w.is_write ORDER BY w.step",
    ],
    expect: 'wp_update_option',
  },
  {
    title: 'Where does the standing still begin?',
    why: 'Calls that the run makes ten times or more with the same arguments; the first of them is where to look.',
    args: ['query', '--match', 'tool[repeats>=10]', '--rows', '5'],
    expect: 'wpml_get_translation',
  },
  {
    title: 'Which record in which file says so?',
    why: 'Every step leads to bytes: `whatbroke show STEP --raw` prints them.',
    args: [
      'query',
      "SELECT s.step, s.name, f.at_line AS line, f.at_offset AS byte, f.at_length AS length FROM steps s JOIN spans f ON f.fact_id = s.fact_id WHERE s.name = 'wp_add_action'",
    ],
    expect: 'wp_add_action',
  },
];
