import type {CommandSpec} from '../command.js';

export const diff: CommandSpec = {
  name: 'diff',
  positionals: '<a> <b>',
  describe: 'compare two runs (ids or files) by what they called',
  options: ['format', 'map', 'strict'],
  examples: ['whatbroke diff good.jsonl bad.jsonl', 'whatbroke diff 4bf92f 77e01a'],
  load: () => import('../run/run-diff.js'),
};
