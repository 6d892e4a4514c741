import {brainOf, call, lastResult} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {integer, object, text} from '../../lib/schema.mjs';

const NAMES = ['ledger', 'intake', 'routing', 'billing', 'notify', 'search', 'export', 'audit'];
/** Lines of a log page: the incident reads pages of 400, the twin of 40 after a count. */
const PAGE = {incident: 400, healthy: 40};
const PAGES = {incident: 26, healthy: 8};

const lineOf = (service, n) =>
  `2026-05-04T0${n % 10}:${String((n * 7) % 60).padStart(2, '0')}:${String((n * 13) % 60).padStart(2, '0')}Z ${service} GET /v2/${service}/${(n * 7919) % 100_000} ${n % 17 === 0 ? 503 : 200} ${(n * 31) % 900}ms`;

/**
 * An analyst is asked for the error rate of a night. In the incident it reads the raw log, page by
 * page, and keeps every page in its conversation: each call sends all pages before it again. No call
 * fails, none repeats. In the twin it reads a small sample of each service.
 */
function setUp(variant) {
  const tools = [
    {
      name: 'read_log',
      description: 'Lines of a service log.',
      schema: object({
        service: text('Service'),
        from_line: integer('First line'),
        lines: integer('How many'),
      }),
      run: ({service, from_line, lines}) => {
        advance(380);
        return {
          service,
          from_line,
          lines: Array.from({length: lines}, (_, at) => lineOf(service, from_line + at)).join('\n'),
        };
      },
    },
  ];
  function* script() {
    const lines = PAGE[variant];
    let errors = 0;
    for (let n = 0; n < PAGES[variant]; n++) {
      const service = NAMES[n % NAMES.length];
      const from_line = Math.floor(n / NAMES.length) * lines + 1;
      const request = yield {
        ...(n === 0 ? {mark: 'read'} : {}),
        text: `Next page of ${service}.`,
        calls: [call('read_log', {service, from_line, lines})],
      };
      errors += lastResult(request)
        .lines.split('\n')
        .filter((line) => / 503 /.test(line)).length;
    }
    return {
      text: `About ${((100 * errors) / (lines * PAGES[variant])).toFixed(1)} % of the calls failed.`,
    };
  }
  return {
    agents: [
      {
        name: 'night-analyst',
        instructions:
          'You are night-analyst. Answer questions about last night from the service logs.',
        tools,
      },
    ],
    brain: brainOf(script),
  };
}

export const story = {
  recordings: [
    {framework: 'openai-agents', exporter: 'processor'},
    {framework: 'vercel-ai', exporter: 'otel'},
  ],
  start: {incident: '2026-05-04T06:20:00.000Z', healthy: '2026-05-03T06:20:00.000Z'},
  service: 'night-analyst',
  user: 'What share of calls failed last night, over all services?',
  truth: {
    title: 'A budget burnt without one error',
    demo: 'openai-agents-processor',
    planted:
      'The agent reads raw pages of 400 lines and carries all of them along: the prompt grows by 7,000 tokens a call, to about 180,000. Nothing fails and nothing repeats.',
    healthyBecause: 'Eight samples of forty lines answer the same question.',
    expect: [],
    allow: ['context/runaway-growth'],
    wanted: [
      {
        rule: 'context/runaway-growth',
        why: 'the prompt grows by the same large step at every call, and most tokens are old pages sent again',
      },
    ],
  },
  setUp,
};
