import type {CommandSpec} from '../command.js';

export const search: CommandSpec = {
  name: 'search',
  positionals: '<words> [files..]',
  describe: 'find words in everything that was said, asked and answered',
  options: [
    'format',
    'map',
    'run',
    'agent',
    'tool',
    'kind',
    'role',
    'errors',
    'since',
    'until',
    'rows',
    'places',
    'strict',
  ],
  examples: [
    "whatbroke search 'wpml_language_flags'",
    `whatbroke search '"rate limit" OR 429*' --role result --errors`,
  ],
  load: () => import('../run/run-search.js'),
};
