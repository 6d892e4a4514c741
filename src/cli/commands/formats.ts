import type {CommandSpec} from '../command.js';

export const formats: CommandSpec = {
  name: 'formats',
  positionals: '',
  describe: 'list the formats that can be read',
  options: [],
  examples: ['whatbroke formats'],
  load: () => import('../run/run-formats.js'),
};
