/** What a condition can ask of a call: an SQL expression over the row `n`, and what it is. */
export interface MatchField {
  readonly expression: string;
  readonly type: 'text' | 'number' | 'flag';
  readonly comment: string;
}

function body(column: string): string {
  return `(SELECT text FROM body WHERE id = n.${column})`;
}

function label(column: string): string {
  return `(SELECT l.${column} FROM span_fact f JOIN label l ON l.id = f.label_id WHERE f.id = n.fact_id)`;
}

export const MATCH_FIELDS: Readonly<Record<string, MatchField>> = {
  name: {expression: 'n.name', type: 'text', comment: 'name of the tool, agent or span'},
  agent: {expression: 'n.agent', type: 'text', comment: 'acting agent'},
  model: {expression: label('model'), type: 'text', comment: 'model as logged'},
  args: {
    expression: body('arguments_body'),
    type: 'text',
    comment: 'arguments, or the text of an event',
  },
  result: {expression: body('result_body'), type: 'text', comment: 'result'},
  status: {expression: 'n.status', type: 'text', comment: 'unset, ok or error'},
  outcome: {expression: 'n.outcome', type: 'text', comment: 'ok, error or unresolved'},
  run: {expression: 'n.run_id', type: 'text', comment: 'id of the run'},
  error: {
    expression: "(n.outcome = 'error' OR n.status = 'error')",
    type: 'flag',
    comment: 'it failed',
  },
  write: {
    expression: `(n.kind = 'tool' AND is_write(n.name, ${body('arguments_body')}))`,
    type: 'flag',
    comment: 'a tool call that changes something, by its name and arguments',
  },
  approval: {
    expression: 'is_approval(n.kind, n.name)',
    type: 'flag',
    comment: 'a user turn, a guardrail, or a tool that asks a person, by its name',
  },
  step: {expression: 'n.step', type: 'number', comment: 'number of the step'},
  depth: {expression: 'n.depth', type: 'number', comment: 'levels below the root'},
  lane: {expression: 'n.lane', type: 'number', comment: 'number of the lane'},
  size: {expression: 'n.subtree_size', type: 'number', comment: 'spans of its subtree'},
  seconds: {expression: '(n.duration_us / 1e6)', type: 'number', comment: 'duration in seconds'},
  tokens: {
    expression: '(coalesce(n.input_tokens, 0) + coalesce(n.output_tokens, 0))',
    type: 'number',
    comment: 'tokens of its subtree',
  },
  repeats: {
    expression: 'coalesce(c.repeats, 1)',
    type: 'number',
    comment: 'how often this call is made in the run',
  },
  lanes: {
    expression: 'coalesce(c.lanes, 1)',
    type: 'number',
    comment: 'in how many lanes this call is made',
  },
};

/** Kinds that a selector may name. */
export const MATCH_KINDS = ['agent', 'llm', 'tool', 'retriever', 'embedding', 'chain', 'handoff', 'guardrail', 'evaluator',
  'other', 'user-turn', 'compaction', 'agent-start', 'retry', 'state'] as const; // prettier-ignore
