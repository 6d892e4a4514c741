import type {CommandSpec} from '../command.js';

export const report: CommandSpec = {
  name: 'report',
  positionals: '[files..]',
  describe: 'draft the postmortem of a run, every number linked to evidence',
  options: ['run', 'format', 'out', 'map', 'fail-on', 'strict'],
  describeOption: {
    format: 'forms, of md html json sarif junit; default md; e.g. --format md,html',
    out: 'file to write, or folder for several forms; default stdout; e.g. --out draft.md',
  },
  examples: ['whatbroke report traces.jsonl', 'whatbroke report --format html --out draft.html'],
  load: () => import('../run/run-report.js'),
};
