import type {CommandSpec} from '../command.js';

export const formats: CommandSpec = {
  name: 'formats',
  positionals: '',
  describe: 'list the formats that can be read, or propose a map for a log',
  options: ['sample'],
  examples: ['whatbroke formats', 'whatbroke formats --sample app.jsonl > app.map.yaml'],
  load: () => import('../run/run-formats.js'),
};
