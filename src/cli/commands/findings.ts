import type {CommandSpec} from '../command.js';

export const findings: CommandSpec = {
  name: 'findings',
  positionals: '[files..]',
  describe: 'print what the rules found, worst first',
  options: ['format', 'map', 'run', 'fail-on', 'strict'],
  examples: ['whatbroke findings traces.jsonl --fail-on warning'],
  load: () => import('../run/run-findings.js'),
};
