import type {CommandSpec} from '../command.js';

export const rules: CommandSpec = {
  name: 'rules',
  positionals: '',
  describe: 'list what can be found, with thresholds and their reasons',
  options: [],
  examples: ['whatbroke rules --json'],
  load: () => import('../run/run-rules.js'),
};
