import {brainOf, call, lastResult} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {object, text} from '../../lib/schema.mjs';

const PATH = 'src/labels/amounts.ts';
const UNITS = ['grams', 'litres', 'metres', 'watts', 'pascals', 'lumens', 'hertz', 'kelvin'];
/** How often the agent repairs the same line before it gives up. */
const GIVES_UP_AFTER = 15;

const lineOf = (unit, digits) => `export const ${unit} = (v: number) => v.toFixed(${digits});`;

/**
 * A coder repairs a file of labels: read it, repair the first failing label, run the tests, read again. In the
 * incident the file is generated from a template before each test run, so every repair is undone and the same
 * label fails. In the twin the file is an ordinary one: the same work, one failing label fewer each time.
 */
function setUp(variant) {
  const isGenerated = variant === 'incident';
  const digits = new Map(UNITS.map((unit) => [unit, 0]));
  const tools = [
    {
      name: 'read_file',
      description: 'Read a file of the repository.',
      schema: object({path: text('Path in the repository')}),
      run: ({path}) => {
        advance(14);
        if (path !== PATH) return {path, error: 'no such file'};
        return {path, content: UNITS.map((unit) => lineOf(unit, digits.get(unit))).join('\n')};
      },
    },
    {
      name: 'edit_file',
      description: 'Replace one line of a file.',
      schema: object({
        path: text('Path'),
        find: text('The line as it is'),
        replace: text('The line as it shall be'),
      }),
      run: ({path, find, replace}) => {
        advance(22);
        const unit = UNITS.find((one) => find === lineOf(one, digits.get(one)));
        if (unit === undefined) return {path, error: 'the line is not in the file'};
        digits.set(unit, Number(/toFixed\((\d)\)/.exec(replace)[1]));
        return {path, replaced: 1};
      },
    },
    {
      name: 'run_tests',
      description: 'Build the package and run a test suite.',
      schema: object({suite: text('Name of the suite')}),
      run: ({suite}) => {
        advance(8_400);
        if (isGenerated) for (const unit of UNITS) digits.set(unit, 0);
        const failed = UNITS.filter((unit) => digits.get(unit) !== 2);
        return {suite, passed: UNITS.length - failed.length, failed};
      },
    },
  ];
  function* script() {
    let request = yield {
      text: 'I look at what fails first.',
      calls: [call('run_tests', {suite: 'labels'})],
    };
    for (let lap = 0; ; lap++) {
      const {failed} = lastResult(request);
      if (failed.length === 0) return {text: 'All labels have two digits. The suite passes.'};
      if (lap === GIVES_UP_AFTER) return {text: `${failed[0]} still fails. I stop here.`};
      const [unit] = failed;
      request = yield {text: `${unit} fails.`, calls: [call('read_file', {path: PATH})]};
      const find = lastResult(request)
        .content.split('\n')
        .find((line) => line.includes(` ${unit} `));
      yield {
        ...(lap === 0 ? {mark: 'repair'} : {}),
        text: `I give ${unit} two digits.`,
        calls: [call('edit_file', {path: PATH, find, replace: lineOf(unit, 2)})],
      };
      request = yield {calls: [call('run_tests', {suite: 'labels'})]};
    }
  }
  return {
    agents: [
      {
        name: 'label-coder',
        instructions:
          'You are label-coder. Repair what the tests of this package name, one label after the other. Run the tests after each repair.',
        tools,
      },
    ],
    brain: brainOf(script),
  };
}

export const story = {
  recordings: [
    {framework: 'openai-agents', exporter: 'processor'},
    {framework: 'langgraph', exporter: 'openinference'},
    {framework: 'vercel-ai', exporter: 'otel'},
    {framework: 'anthropic', exporter: 'traceloop'},
  ],
  start: {incident: '2026-07-14T22:10:00.000Z', healthy: '2026-07-14T09:10:00.000Z'},
  service: 'label-coder',
  user: 'The suite "labels" fails. Make it pass.',
  truth: {
    title: 'The same line repaired fifteen times, and generated away each time',
    demo: 'openai-agents-processor',
    planted:
      'The file is generated again before each test run: the repair is undone, the same label fails, and the agent repairs the same line the same way, fifteen times.',
    healthyBecause:
      'The file is an ordinary one: eight repairs, one failing label fewer each time, and the suite passes.',
    expect: [
      {
        rule: 'loop/cycle',
        onset: 'repair',
        why: 'read, repair, test: the same three calls with the same three answers, lap after lap',
      },
    ],
    allow: ['loop/exact-repeat'],
  },
  setUp,
};
