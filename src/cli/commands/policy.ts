import type {CommandSpec} from '../command.js';

export const policy: CommandSpec = {
  name: 'policy',
  positionals: '<action> [files..]',
  describe: 'guards: init, check logs, suggest from logs, settings to write',
  options: ['policy', 'packs', 'framework', 'run', 'format', 'map', 'strict'],
  describeOption: {run: 'run to check; default all; e.g. --run 4bf92f'},
  examples: [
    'whatbroke policy init > policy.yaml',
    'whatbroke policy check traces.jsonl --policy policy.yaml',
    'whatbroke policy suggest logs/',
    'whatbroke policy settings --framework langgraph',
  ],
  load: () => import('../run/run-policy.js'),
};
