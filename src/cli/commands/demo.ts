import type {CommandSpec} from '../command.js';

export const demo: CommandSpec = {
  name: 'demo',
  positionals: '[name]',
  describe: 'a guided walk through a recorded incident',
  options: ['twin', 'ascii'],
  examples: ['whatbroke demo', 'whatbroke demo spawn-bomb', 'whatbroke demo polling --twin'],
  load: () => import('../run/run-demo.js'),
};
