import type {CommandSpec} from '../command.js';

export const fleet: CommandSpec = {
  name: 'fleet',
  positionals: '[files..]',
  describe: 'all runs of a case: groups that failed alike, and how far from healthy',
  options: [
    'group',
    'known',
    'write-known',
    'since',
    'until',
    'rows',
    'print',
    'format',
    'fail-on',
    'ascii',
  ],
  describeOption: {
    format: 'form of the output, of table csv json; default table; e.g. --format csv',
    print: 'print the table also on a terminal, instead of the list; default off',
    rows: 'rows of each table, 0 = all; default 10; e.g. --rows 50',
  },
  examples: ['whatbroke fleet', 'whatbroke fleet --known known.json --fail-on warning'],
  load: () => import('../run/run-fleet.js'),
};
