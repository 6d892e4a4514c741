import type {CommandSpec} from '../command.js';

/** The main job: `whatbroke FILE...`. */
export const judge: CommandSpec = {
  name: '$0',
  positionals: '[files..]',
  describe: 'say what broke in these files, and replay it on a terminal',
  options: ['format', 'map', 'run', 'fail-on', 'strict', 'ascii'],
  examples: ['whatbroke traces.jsonl', 'zcat old.gz | whatbroke -'],
  load: () => import('../run/run-judge.js'),
};
