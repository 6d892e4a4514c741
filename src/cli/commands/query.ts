import type {CommandSpec} from '../command.js';

export const query: CommandSpec = {
  name: 'query',
  positionals: '<question> [files..]',
  describe: 'ask a case in SQL, or with --match in a pattern of calls',
  options: ['format', 'map', 'run', 'match', 'explain', 'as', 'out', 'rows', 'timeout', 'strict'],
  examples: [
    "whatbroke query 'SELECT tool, count(*) FROM tool_calls GROUP BY 1'",
    "whatbroke query --match 'agent >> tool[name=push]'",
  ],
  load: () => import('../run/run-query.js'),
};
