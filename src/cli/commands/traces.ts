import type {CommandSpec} from '../command.js';

export const traces: CommandSpec = {
  name: 'traces',
  positionals: '[files..]',
  describe: 'list the runs of a case',
  options: ['format', 'map', 'strict'],
  examples: ['whatbroke traces --json'],
  load: () => import('../run/run-traces.js'),
};
