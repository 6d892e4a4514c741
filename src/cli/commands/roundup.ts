import type {CommandSpec} from '../command.js';

export const roundup: CommandSpec = {
  name: 'roundup',
  positionals: '[files..]',
  describe: 'the weekly review: metrics, drift, security; ends at the last record',
  options: ['since', 'until', 'part', 'seed', 'format', 'out'],
  describeOption: {
    since: 'begin of the period; default a week before its end; e.g. --since 2026-03-02',
    until: 'end of the period, UTC; default the last record; e.g. --until 2026-03-09',
    format: 'forms, of md html json; default md; e.g. --format md,html',
    out: 'file to write, or folder for several forms; default stdout; e.g. --out week.md',
  },
  examples: ['whatbroke roundup', 'whatbroke roundup --part drift --seed 7'],
  load: () => import('../run/run-roundup.js'),
};
