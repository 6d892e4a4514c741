import {brainOf, call} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {object, text} from '../../lib/schema.mjs';

const MODULES = [
  'auth',
  'cart',
  'catalog',
  'checkout',
  'coupons',
  'export',
  'invoice',
  'locale',
  'mailer',
  'orders',
  'payments',
  'prices',
  'reports',
  'returns',
  'search',
  'stock',
  'tax',
  'users',
];
const LINES = 60;
/** Tokens at which the middleware sums up what came before. */
const TRIGGER_TOKENS = 6000;
/** What it leaves as it is: in the incident that alone is more than the trigger. */
const KEEP_MESSAGES = {incident: 14, healthy: 4};

const source = (module) =>
  Array.from(
    {length: LINES},
    (_, n) =>
      `${String(n + 1).padStart(3)} export function ${module}${(n * 37) % 100}(input: Row${n % 7}): Result { return apply(input, rules.${module}[${n}]); }`,
  ).join('\n');

/**
 * A reviewer reads module after module. LangChain's summarization middleware sums up the conversation
 * at 6,000 tokens and keeps the last messages; in the incident it keeps so many that the next call is
 * over the limit again, and every call is preceded by a summary that makes no room.
 */
function setUp(variant) {
  let summaries = 0;
  const tools = [
    {
      name: 'read_module',
      description: 'Source of a module.',
      schema: object({module: text('Module')}),
      run: ({module}) => {
        advance(80);
        return {module, source: source(module)};
      },
    },
    {
      name: 'note',
      description: 'Write a finding down.',
      schema: object({module: text('Module'), finding: text('Finding')}),
      run: ({module}) => {
        advance(30);
        return {noted: module};
      },
    },
  ];
  function* review() {
    for (const [n, module] of MODULES.entries()) {
      yield {text: `Module ${module}.`, calls: [call('read_module', {module})]};
      if (n % 3 === 2)
        yield {
          calls: [call('note', {module, finding: `${module}: rule ${n * 3} is never reached`})],
        };
    }
    return {text: `${MODULES.length} modules read, ${Math.floor(MODULES.length / 3)} findings.`};
  }
  const work = brainOf(review, () => 'reviewer');
  const brain = (request) => {
    if (request.tools.length > 0) return work(request);
    summaries++;
    return {
      ...(summaries === 1 ? {mark: 'compaction'} : {}),
      text: `## SESSION INTENT\nRead all modules and note findings.\n## SUMMARY\nModules read so far look sound; ${summaries} parts of the conversation were summed up.\n## NEXT STEPS\nGo on with the next module.`,
    };
  };
  return {
    agents: [
      {
        name: 'reviewer',
        instructions: 'You are reviewer. Read every module of the shop and note what looks wrong.',
        tools,
        summarise: {tokens: TRIGGER_TOKENS, keep: KEEP_MESSAGES[variant]},
      },
    ],
    brain,
  };
}

export const story = {
  recordings: [
    {framework: 'langchain-agent', exporter: 'openinference'},
    {framework: 'langchain-agent', exporter: 'langsmith'},
  ],
  start: {incident: '2026-03-11T11:15:00.000Z', healthy: '2026-03-10T11:15:00.000Z'},
  service: 'module-review',
  user: 'Review the modules of the shop.',
  truth: {
    title: 'Summaries that make no room',
    demo: 'langchain-agent-langsmith',
    planted:
      'The summarization middleware keeps the last fourteen messages, which alone are over its trigger: once full, every model call is preceded by a summary of one or two messages, and the prompt stays over the limit.',
    healthyBecause: 'It keeps four messages: a summary makes room for several modules.',
    expect: [
      {
        rule: 'context/compaction-thrash',
        onset: 'compaction',
        why: 'a summary before each call, and no room made',
        within: 6,
      },
    ],
    silentBefore: 'compaction',
  },
  setUp,
};
