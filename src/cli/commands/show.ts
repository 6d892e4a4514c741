import type {CommandSpec} from '../command.js';

export const show: CommandSpec = {
  name: 'show',
  positionals: '<id>',
  describe: 'show one step (by number), evidence (E12), span or finding in full',
  options: ['run', 'raw'],
  examples: ['whatbroke show 149', 'whatbroke show 149 --raw'],
  load: () => import('../run/run-show.js'),
};
