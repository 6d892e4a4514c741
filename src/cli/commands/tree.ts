import type {CommandSpec} from '../command.js';

export const tree: CommandSpec = {
  name: 'tree',
  positionals: '[files..]',
  describe: 'print who called what, repeats folded to xN',
  options: ['format', 'map', 'run', 'depth', 'rows', 'unfolded', 'strict'],
  examples: ['whatbroke tree traces.jsonl --depth 3'],
  load: () => import('../run/run-tree.js'),
};
