import {STEP_KINDS} from '../tree/step-table.js';

/** One option as `--help` shows it: every one has a default, a unit where it is a number, an example. */
export interface OptionSpec {
  readonly type: 'text' | 'flag' | 'number';
  /** Name of the value in the help: `--case FILE`. */
  readonly value?: string;
  readonly describe: string;
  readonly choices?: readonly string[];
}

/** All options of all commands: the same word means the same everywhere. */
export const OPTIONS = {
  case: {
    type: 'text',
    value: 'FILE',
    describe: 'case to work on; default .whatbroke/case.db; e.g. --case friday.db',
  },
  run: {
    type: 'text',
    value: 'ID',
    describe: 'run to look at; default the one with the worst finding; e.g. --run 4bf92f',
  },
  format: {
    type: 'text',
    value: 'ID',
    describe: 'format of the files; default detected; e.g. --format otlp-json',
  },
  map: {
    type: 'text',
    value: 'FILE',
    describe: 'map of a log of no known format; default none; e.g. --map app.map.yaml',
  },
  sample: {
    type: 'text',
    value: 'FILE',
    describe:
      'log to look at: its format, or else a map for it; default none; e.g. --sample app.jsonl',
  },
  'fail-on': {
    type: 'text',
    value: 'LEVEL',
    choices: ['never', 'info', 'warning', 'critical'],
    describe:
      'exit with 1 on findings of this level or above; default never; e.g. --fail-on warning',
  },
  twin: {type: 'flag', describe: 'the healthy run that looks like the incident; default off'},
  strict: {type: 'flag', describe: 'exit with 2 when a record could not be read; default off'},
  json: {
    type: 'flag',
    describe: 'print JSON (see docs/schema); default off; e.g. --json | jq .data',
  },
  raw: {type: 'flag', describe: 'print the record as it stands in the log; default off'},
  print: {type: 'flag', describe: 'write the steps as text, without a terminal; default off'},
  ascii: {type: 'flag', describe: 'draw with ASCII characters only; default off'},
  step: {
    type: 'number',
    value: 'N',
    describe: 'step to open at, from 1; default the worst finding; e.g. --step 120',
  },
  depth: {
    type: 'number',
    value: 'N',
    describe: 'levels of the tree to print; default all; e.g. --depth 3',
  },
  rows: {
    type: 'number',
    value: 'N',
    describe: 'rows to print, 0 = all; default 500 on a terminal, else all; e.g. --rows 50',
  },
  unfolded: {
    type: 'flag',
    describe: 'print every repeat on its own row instead of xN; default off',
  },
  agent: {
    type: 'text',
    value: 'NAME',
    describe: 'only steps of this agent; default all; e.g. --agent planner',
  },
  tool: {
    type: 'text',
    value: 'NAME',
    describe: 'only calls of this tool; default all; e.g. --tool http_post',
  },
  kind: {
    type: 'text',
    value: 'KIND',
    choices: STEP_KINDS,
    describe: 'only steps of this kind; default all; e.g. --kind llm',
  },
  role: {
    type: 'text',
    value: 'ROLE',
    choices: [
      'arguments',
      'result',
      'error',
      'event',
      'system',
      'user',
      'assistant',
      'tool',
      'other',
    ],
    describe:
      'only what calls were given, gave or failed with, events, or messages by who spoke; default all; e.g. --role arguments',
  },
  errors: {type: 'flag', describe: 'only steps that failed; default off'},
  since: {
    type: 'text',
    value: 'TIME',
    describe: 'only from this time on, UTC; default the first; e.g. --since 2026-03-03T02:00',
  },
  until: {
    type: 'text',
    value: 'TIME',
    describe: 'only before this time, UTC; default the last; e.g. --until 2026-03-04',
  },
  places: {
    type: 'number',
    value: 'N',
    describe: 'steps to print of each hit; default 3; e.g. --places 20',
  },
  match: {
    type: 'flag',
    describe: 'the question is a pattern (docs/match.md), not SQL; default off',
  },
  explain: {type: 'flag', describe: 'print the SQL of a pattern and stop; default off'},
  as: {
    type: 'text',
    value: 'FORM',
    choices: ['table', 'json', 'jsonl', 'csv', 'markdown', 'parquet'],
    describe: 'form of the rows; default table; e.g. --as csv',
  },
  out: {
    type: 'text',
    value: 'FILE',
    describe: 'file to write, for --as parquet; default none; e.g. --out calls.parquet',
  },
  timeout: {
    type: 'number',
    value: 'SECONDS',
    describe: 'seconds a query may take; default 30; e.g. --timeout 120',
  },
  group: {
    type: 'text',
    value: 'ID',
    describe: 'only this group of runs; default all; e.g. --group 7d9fd3689b0a',
  },
  include: {
    type: 'text',
    value: 'GLOBS',
    describe: "only these files of a folder; default all; e.g. --include '*.jsonl,*.gz'",
  },
  exclude: {
    type: 'text',
    value: 'GLOBS',
    describe: "not these files of a folder; default none; e.g. --exclude 'tmp/**,*.bak'",
  },
  known: {
    type: 'text',
    value: 'FILE',
    describe: 'groups to accept: --fail-on passes over them; default none; e.g. --known known.json',
  },
  'write-known': {
    type: 'text',
    value: 'FILE',
    describe: 'accept all groups of now in this file; default off; e.g. --write-known known.json',
  },
  part: {
    type: 'text',
    value: 'PART',
    choices: ['metrics', 'drift', 'security'],
    describe: 'only this part of the review; default all three; e.g. --part drift',
  },
  seed: {
    type: 'number',
    value: 'N',
    describe: 'draws the sample to read; default 1; e.g. --seed 7',
  },
  jobs: {
    type: 'number',
    value: 'N',
    describe: 'worker processes, 0 = none; default one a core; e.g. --jobs 4',
  },
  config: {
    type: 'text',
    value: 'FILE',
    describe: 'levels of rules and words; default .whatbroke-lint.yaml; e.g. --config lint.yaml',
  },
  words: {
    type: 'text',
    value: 'FILE',
    describe: 'more words that say nothing, one a line; default none; e.g. --words words.txt',
  },
  fix: {type: 'flag', describe: 'make the changes that alter no meaning; default off'},
  list: {type: 'flag', describe: 'print the rules with their reasons; default off'},
  guard: {
    type: 'text',
    value: 'LIST',
    describe: 'guards to try, KIND or KIND=LIMIT; default all; e.g. --guard max-turns=20',
  },
  policy: {
    type: 'text',
    value: 'FILE',
    describe: 'policy file; default none; e.g. --policy policy.yaml',
  },
  packs: {
    type: 'text',
    value: 'FILE',
    describe: 'rule pack beside the bundled ones; default none; e.g. --packs shop.yaml',
  },
  framework: {
    type: 'text',
    value: 'ID',
    describe: 'framework to print settings for; default all; e.g. --framework langgraph',
  },
  curve: {type: 'flag', describe: 'draw the curve over the values; default off'},
  'no-color': {type: 'flag', describe: 'no colour, as with NO_COLOR=1; default on terminals only'},
  'no-mask': {
    type: 'flag',
    describe: 'print secrets as they stand in the log; default they are masked',
  },
  debug: {type: 'flag', describe: 'print the stack of an internal error; default off'},
} as const satisfies Readonly<Record<string, OptionSpec>>;

export type OptionName = keyof typeof OPTIONS;

/** Options that every command takes. */
export const COMMON_OPTIONS: readonly OptionName[] = [
  'case',
  'json',
  'no-color',
  'no-mask',
  'debug',
];
