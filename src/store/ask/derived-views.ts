import type Database from 'better-sqlite3';
import {buildViewSql} from '../views.js';
import type {View, ViewColumn} from '../views.js';

type ColumnRow = readonly [name: string, expression: string, comment: string];

function toColumns(rows: readonly ColumnRow[]): readonly ViewColumn[] {
  return rows.map(([name, expression, comment]) => ({name, expression, comment}));
}

function body(column: string): string {
  return `(SELECT text FROM body WHERE id = ${column})`;
}

const SPAN_ID = '(SELECT span_id FROM span_fact WHERE id = s.fact_id)';
const ERROR_MESSAGE =
  '(SELECT b.text FROM span_fact f JOIN body b ON b.id = f.error_body WHERE f.id = s.fact_id)';
const MODEL =
  '(SELECT l.model FROM span_fact f JOIN label l ON l.id = f.label_id WHERE f.id = s.fact_id)';

const WHO: readonly ColumnRow[] = [
  ['run_id', 's.run_id', 'id of the run'],
  ['step', 's.step', 'step as the replay and `show` number it, from 1'],
  ['agent', 's.agent', 'acting agent'],
  ['lane', 's.lane', 'lane: steps that one actor took one after the other'],
];
const WHEN: readonly ColumnRow[] = [
  ['start_us', 's.start_us', 'start, microseconds since 1970'],
  ['duration_us', 's.duration_us', 'duration, microseconds'],
];
const SPAN_COLUMNS: readonly ColumnRow[] = [
  ['span_id', SPAN_ID, 'span id as logged; absent for an event'],
  ['fact_id', 's.fact_id', 'the span in `spans`'],
];
const TOKENS: readonly ColumnRow[] = [
  ['input_tokens', 's.input_tokens', 'tokens read, cached ones included; of counting spans only'],
  ['output_tokens', 's.output_tokens', 'tokens written, reasoning included'],
  ['cached_read_tokens', 's.cached_read_tokens', 'part of input_tokens'],
];

/** Views over what the analysis stored packed; `whatbroke query` makes them, other SQLite tools do not see them. */
export const DERIVED_VIEWS: readonly View[] = [
  {
    name: 'steps',
    comment:
      "The steps of the replay in order. Read one run alone with `step_rows(run_id)`: FROM step_rows('4bf9').",
    from: 'step_rows s',
    columns: toColumns([
      ...WHO,
      ['kind', 's.kind', 'llm tool handoff user-turn compaction agent-start retry state other'],
      ['name', 's.name', 'name of the tool, model call, agent or event'],
      ['segment', 's.segment', 'raised at each real user turn of the lane'],
      ['round', 's.round', 'calls of one model reply share it'],
      ['depth', 's.depth', 'levels below the root of the call tree'],
      ['pre', 's.pre', 'place in `tree`; absent for an event'],
      ['outcome', 's.outcome', 'ok error unresolved'],
      ['synthetic', 's.synthetic', '1 if the harness wrote this user turn'],
      ['redacted', 's.redacted', '1 if the log trimmed arguments or result'],
      ...WHEN,
      ...TOKENS,
      ...SPAN_COLUMNS,
      ['arguments_body', 's.arguments_body', 'id in `bodies`'],
      ['result_body', 's.result_body', 'id in `bodies`'],
      [
        'in_node',
        's.in_node',
        'conversation that a model call saw: its last node, for thread_rows(in_node)',
      ],
      ['out_node', 's.out_node', 'conversation after the reply: its last node'],
      ['name_sig', 's.name_sig', 'L0: equal number = equal name'],
      ['intent_sig', 's.intent_sig', 'L1: same program and subcommand, query words, path'],
      ['target_sig', 's.target_sig', 'L2: same call but for its numbers'],
      ['call_sig', 's.call_sig', 'L3: same tool, same arguments'],
      ['outcome_sig', 's.outcome_sig', 'same result, volatile values masked'],
      ['proven_sig', 's.proven_sig', 'L4: same call and same result'],
      ['text_sig', 's.text_sig', 'same text of a reply or a user turn'],
    ]),
  },
  {
    name: 'calls',
    comment: 'Steps that are calls: of a model, of a tool, to another agent.',
    from: "step_rows s WHERE s.kind IN ('llm', 'tool', 'handoff')",
    columns: toColumns([
      ...WHO,
      ['kind', 's.kind', 'llm tool handoff'],
      ['name', 's.name', 'name of the tool, model call or agent'],
      ['model', MODEL, 'model as logged'],
      ['outcome', 's.outcome', 'ok error unresolved'],
      ['error_message', ERROR_MESSAGE, 'message of the error'],
      ...WHEN,
      ...TOKENS,
      ...SPAN_COLUMNS,
    ]),
  },
  {
    name: 'tool_calls',
    comment: 'Tool calls with what they were given and what came back.',
    from: "step_rows s WHERE s.kind = 'tool'",
    columns: toColumns([
      ...WHO,
      ['tool', 's.name', 'name of the tool'],
      ['arguments', body('s.arguments_body'), 'arguments as text or JSON; absent = not recorded'],
      ['result', body('s.result_body'), 'result as text or JSON; absent = not recorded'],
      ['outcome', 's.outcome', 'ok error unresolved'],
      ['error_message', ERROR_MESSAGE, 'message of the error'],
      [
        'is_write',
        `is_write(s.name, ${body('s.arguments_body')})`,
        '1 if name or arguments say that it changes something; a judgement of ours',
      ],
      ...WHEN,
      ['round', 's.round', 'calls of one model reply share it'],
      ['call_sig', 's.call_sig', 'same tool, same arguments'],
      ['outcome_sig', 's.outcome_sig', 'same result, volatile values masked'],
      ...SPAN_COLUMNS,
    ]),
  },
  {
    name: 'usage',
    comment: 'Tokens by step, only of spans whose own usage counts: sums of it are totals.',
    from: 'step_rows s WHERE s.input_tokens IS NOT NULL OR s.output_tokens IS NOT NULL',
    columns: toColumns([
      ...WHO,
      ['model', MODEL, 'model as logged'],
      ...TOKENS,
      [
        'usage_source',
        '(SELECT l.usage_source FROM span_fact f JOIN label l ON l.id = f.label_id WHERE f.id = s.fact_id)',
        'reported (by the log) or estimated (by us)',
      ],
      ['start_us', 's.start_us', 'start, microseconds since 1970'],
    ]),
  },
  {
    name: 'tree',
    comment:
      'The call trees in pre-order. B lies below A if A.pre < B.pre and B.pre < A.end_pre, in one run.',
    from: 'node_rows s WHERE s.pre IS NOT NULL',
    columns: toColumns([
      ['run_id', 's.run_id', 'id of the run'],
      ['pre', 's.pre', 'place in pre-order, from 0'],
      ['end_pre', 's.end_pre', 'place behind its subtree'],
      ['parent_pre', 's.parent_pre', 'place of the parent; -1 for a root'],
      ['depth', 's.depth', 'levels below the root'],
      ['subtree_size', 's.subtree_size', 'spans of its subtree, itself included'],
      [
        'kind',
        's.kind',
        'agent llm tool retriever embedding chain handoff guardrail evaluator other',
      ],
      ['name', 's.name', 'name of the step, else of the span'],
      ['agent', 's.agent', 'agent that it belongs to'],
      ['status', 's.status', 'unset ok error'],
      ['duration_us', 's.duration_us', 'duration, microseconds'],
      ['input_tokens', 's.input_tokens', 'tokens of the subtree'],
      ['output_tokens', 's.output_tokens', 'tokens of the subtree'],
      ['step', 's.step', 'step of the span, if it is one'],
      ...SPAN_COLUMNS,
    ]),
  },
  {
    name: 'evidence',
    comment: 'The steps that a finding rests on.',
    from: "finding f JOIN run r ON r.id = f.run_key, json_each(f.detail, '$.evidence') e",
    columns: toColumns([
      ['finding_id', 'f.finding_id', 'id in `findings`'],
      ['run_id', 'r.run_id', 'id of the run'],
      ['rule', 'f.rule', 'rule id'],
      ['place', 'e.key + 1', 'order within the finding, from 1'],
      ['step', "json_extract(e.value, '$.step') + 1", 'step, from 1'],
      ['shows', "json_extract(e.value, '$.shows')", 'what the step shows'],
    ]),
  },
];

/** Makes the derived views for one connection; the case is not touched. */
export function createDerivedViews(db: Database.Database): void {
  for (const view of DERIVED_VIEWS) {
    db.exec(buildViewSql(view).replace('CREATE VIEW', 'CREATE TEMP VIEW'));
  }
}
