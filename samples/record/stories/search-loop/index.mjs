import {brainOf, call, lastResult} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {integer, object, text} from '../../lib/schema.mjs';
import {stopped} from '../../lib/stop.mjs';

/** The words of one question, asked in ever other orders and with ever other filler. */
const PHRASINGS = [
  'warranty terms heat pump WP-40',
  'heat pump WP-40 warranty terms',
  'WP-40 heat pump terms of warranty',
  'terms warranty WP-40 heat pump',
  'warranty WP-40 heat pump terms',
  'heat pump warranty terms WP-40',
  'WP-40 warranty terms, heat pump',
  'warranty terms: heat pump WP-40',
  'the warranty terms for the WP-40 heat pump',
  'heat pump (WP-40): warranty terms',
  'WP-40 terms warranty heat pump',
  'terms of the warranty, heat pump WP-40',
  'heat pump terms WP-40 warranty',
  'WP-40 heat pump: warranty terms',
  'warranty heat pump WP-40 terms',
  'terms, warranty, heat pump, WP-40',
  'warranty terms for heat pump WP-40',
  'WP-40, heat pump, warranty terms',
  'heat pump WP-40: terms of warranty',
  'the terms of warranty of heat pump WP-40',
  'warranty: WP-40 heat pump terms',
  'heat pump warranty: WP-40 terms',
  'WP-40 warranty: terms heat pump',
  'terms heat pump WP-40 warranty',
];
const HITS = [
  {id: 'KB-118', title: 'Heat pumps: noise and placement', score: 0.41},
  {id: 'KB-204', title: 'WP-series error codes', score: 0.39},
];
const MANUALS = ['WP-20', 'WP-30', 'WP-35'];

/**
 * A support agent looks for the warranty of one model. The knowledge base has no such page: each
 * phrasing finds the same two others. In the twin the page exists from the fourth source on.
 */
function setUp(variant, {stop}) {
  const tools = [
    {
      name: 'search_kb',
      description: 'Search the knowledge base.',
      schema: object({query: text('Words'), limit: integer('Hits')}),
      run: ({query}) => {
        advance(310);
        if (variant === 'healthy' && /WP-40/.test(query))
          return {hits: [{id: 'KB-340', title: 'Warranty WP-40', score: 0.97}, ...HITS]};
        const model = /WP-\d+/.exec(query)?.[0];
        if (MANUALS.includes(model))
          return {hits: [{id: `KB-3${model.slice(3)}`, title: `Warranty ${model}`, score: 0.95}]};
        return {hits: HITS};
      },
    },
    {
      name: 'read_article',
      description: 'Text of an article.',
      schema: object({id: text('Article id')}),
      run: ({id}) => {
        advance(140);
        return {
          id,
          text: `${id}: compressor ${id.endsWith('20') ? 'five' : 'seven'} years, parts two years, from the day of installation (${id.length * 31} words).`,
        };
      },
    },
  ];
  function* script() {
    for (const model of [...MANUALS, 'WP-40']) {
      const queries = model === 'WP-40' ? PHRASINGS : [`warranty terms heat pump ${model}`];
      let found;
      for (const [n, query] of queries.entries()) {
        const mark = model === 'WP-40' && n === 0 ? {mark: 'search'} : {};
        const said =
          n === 0
            ? `Now the ${model}.`
            : 'These hits are about other things. I will put it another way.';
        const request = yield {
          ...mark,
          text: said,
          calls: [call('search_kb', {query, limit: 5 + (n % 3)})],
        };
        found = lastResult(request).hits.find(({title}) => title === `Warranty ${model}`);
        if (found !== undefined) break;
      }
      if (found === undefined) yield* stopped(stop, 'stopped: time limit of the ticket queue');
      yield {text: 'Found.', calls: [call('read_article', {id: found.id})]};
    }
    return {text: 'The warranty of all four models: compressors five to seven years, parts two.'};
  }
  return {
    agents: [
      {
        name: 'support',
        instructions:
          'You are support, who answers questions of installers from the knowledge base. Quote the article.',
        tools,
      },
    ],
    brain: brainOf(script),
  };
}

export const story = {
  recordings: [
    {framework: 'vercel-ai', exporter: 'otel'},
    {framework: 'vercel-ai', exporter: 'openinference'},
    {framework: 'langgraph', exporter: 'langsmith'},
    {framework: 'openai-agents', exporter: 'processor'},
  ],
  start: {incident: '2026-07-02T14:05:00.000Z', healthy: '2026-07-01T14:05:00.000Z'},
  service: 'support-desk',
  user: 'Warranty terms of the heat pumps WP-20, WP-30, WP-35 and WP-40, please.',
  truth: {
    title: 'One search in ever other words',
    demo: 'vercel-ai-otel',
    planted:
      'The page that is looked for does not exist. The agent asks in ever other words and with another limit, and gets the same two hits 24 times.',
    healthyBecause: 'The page exists: the first search finds it.',
    expect: [
      {
        rule: 'loop/near-repeat',
        or: ['loop/stagnation'],
        onset: 'search',
        why: 'the same words in other orders, the same answer',
      },
    ],
    silentBefore: 'search',
  },
  setUp,
};
