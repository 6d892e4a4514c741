import type {CommandSpec} from '../command.js';

export const ingest: CommandSpec = {
  name: 'ingest',
  positionals: '<files..>',
  describe: 'read files into a case and analyse them',
  options: ['format', 'map', 'strict'],
  examples: ['whatbroke ingest logs/*.jsonl --case friday.db'],
  load: () => import('../run/run-ingest.js'),
};
