import type {CommandSpec} from '../command.js';

export const show: CommandSpec = {
  name: 'show',
  positionals: '<id> [files..]',
  describe: 'show one step (by number), evidence (E12), span or finding in full',
  options: ['format', 'map', 'run', 'raw'],
  examples: ['whatbroke show 149 --raw', 'whatbroke show E3 traces.jsonl'],
  load: () => import('../run/run-show.js'),
};
