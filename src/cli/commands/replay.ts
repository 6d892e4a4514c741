import type {CommandSpec} from '../command.js';

export const replay: CommandSpec = {
  name: 'replay',
  positionals: '[files..]',
  describe: 'step through a run in the terminal',
  options: ['format', 'map', 'run', 'step', 'print', 'ascii', 'strict'],
  examples: ['whatbroke replay --step 120', 'whatbroke replay --print | less'],
  load: () => import('../run/run-replay.js'),
};
