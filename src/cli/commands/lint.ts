import type {CommandSpec} from '../command.js';

export const lint: CommandSpec = {
  name: 'lint',
  positionals: '[files..]',
  describe: 'check a postmortem: evidence, impact, blame, money, empty words',
  options: ['format', 'fail-on', 'fix', 'config', 'words', 'list', 'run'],
  describeOption: {
    format: 'pretty json sarif or github; default pretty; e.g. --format github',
    case: 'case that its evidence must resolve in; default none; e.g. --case friday.db',
    run: 'run of that case; default the one with the worst finding; e.g. --run 4bf9',
  },
  examples: ['whatbroke lint postmortem.md', 'whatbroke lint docs/*.md --fail-on warning'],
  load: () => import('../run/run-lint.js'),
};
