import type {CommandSpec} from '../command.js';

export const diff: CommandSpec = {
  name: 'diff',
  positionals: '<a> <b>',
  describe: 'compare two runs (ids or files) by what they called, or two laps of a loop',
  options: ['format', 'map', 'strict'],
  examples: [
    'whatbroke diff good.jsonl bad.jsonl',
    'whatbroke diff 4bf92f 77e01a',
    'whatbroke diff 6b980253:1 6b980253:9   # laps 1 and 9 of a finding',
  ],
  load: () => import('../run/run-diff.js'),
};
