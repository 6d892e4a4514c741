import type {CommandSpec} from '../command.js';

export const simulate: CommandSpec = {
  name: 'simulate',
  positionals: '[files..]',
  describe: 'what guards would have done to a run, or to an archive',
  options: ['guard', 'policy', 'curve', 'out', 'run', 'format', 'map', 'strict'],
  describeOption: {
    out: 'SVG file for the curve of the first guard; default none; e.g. --out curve.svg',
    run: 'run to try them on; default all; e.g. --run 4bf92f',
  },
  examples: [
    'whatbroke simulate traces.jsonl',
    'whatbroke simulate logs/ --guard same-result=3,max-turns --curve',
  ],
  load: () => import('../run/run-simulate.js'),
};
