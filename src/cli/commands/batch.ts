import type {CommandSpec} from '../command.js';

export const batch: CommandSpec = {
  name: 'batch',
  positionals: '[files..]',
  describe: 'read an archive of logs on all cores; stopped, it goes on where it was',
  options: ['format', 'map', 'since', 'include', 'exclude', 'jobs', 'fail-on', 'strict'],
  examples: ['whatbroke batch logs/ old.tar.gz', "whatbroke batch 'logs/2026-*/*.jsonl'"],
  load: () => import('../run/run-batch.js'),
};
