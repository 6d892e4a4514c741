import {brainOf, call, lastResult} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {object, text} from '../../lib/schema.mjs';
import {stopped} from '../../lib/stop.mjs';

const PAGES = 19;
/** From this page on a cache in front of the service answers. */
const CACHED = 6;
/** The operator gives up after so many pages. */
const STOP_AFTER = 31;

const CUSTOMERS = ['Aalto Oy', 'Brandt KG', 'Costa Lda', 'Duval SARL', 'Eriksen AS', 'Ferri Srl'];
const cursorOf = (page) => `p${String(page * 7919).padStart(6, '0')}`;

/** Three invoices of a page, others on each page. */
function invoicesOf(page) {
  return [0, 1, 2].map((row) => ({
    number: `2026-${String(4000 + page * 3 + row)}`,
    customer: CUSTOMERS[(page * 5 + row * 2) % CUSTOMERS.length],
    days_overdue: 9 + ((page * 13 + row * 29) % 80),
  }));
}

/**
 * A clerk reads the overdue invoices page by page, each with the cursor that the page before gave. In the incident a
 * cache answers every cursor from the sixth page on with that page, and so with a cursor to itself; in the twin each
 * page leads to the next one, and the last to none.
 */
function setUp(variant, {stop}) {
  const pageOf = new Map([
    ['', 1],
    ...Array.from({length: PAGES}, (_, index) => [cursorOf(index + 2), index + 2]),
  ]);
  const tools = [
    {
      name: 'list_overdue',
      description: 'Overdue invoices, three to a page.',
      schema: object({cursor: text('Cursor of the page; empty for the first one')}),
      run: ({cursor}) => {
        advance(340);
        const asked = pageOf.get(cursor);
        if (asked === undefined) return {error: 'unknown cursor'};
        const page = variant === 'incident' ? Math.min(asked, CACHED) : asked;
        const isStuck = variant === 'incident' && page === CACHED;
        const next = isStuck ? cursorOf(CACHED) : page === PAGES ? '' : cursorOf(page + 1);
        return {invoices: invoicesOf(page), next_cursor: next};
      },
    },
  ];
  function* script() {
    let request = yield {
      text: 'I read the list from its start.',
      calls: [call('list_overdue', {cursor: ''})],
    };
    let oldest = 0;
    for (let read = 1; ; read++) {
      const {invoices, next_cursor: cursor} = lastResult(request);
      oldest = Math.max(oldest, ...invoices.map(({days_overdue: days}) => days));
      if (cursor === '') return {text: `${read} pages read. The oldest is ${oldest} days overdue.`};
      if (read === STOP_AFTER) yield* stopped(stop, 'stopped by the operator');
      request = yield {
        // The sixth page has been read once by then: what follows is that page again.
        ...(read === CACHED ? {mark: 'again'} : {}),
        calls: [call('list_overdue', {cursor})],
      };
    }
  }
  return {
    agents: [
      {
        name: 'dunning-clerk',
        instructions:
          'You are dunning-clerk. Read the whole list of overdue invoices, page by page, until there is no next cursor, and report the oldest.',
        tools,
      },
    ],
    brain: brainOf(script),
  };
}

export const story = {
  recordings: [
    {framework: 'vercel-ai', exporter: 'otel'},
    {framework: 'openai-agents', exporter: 'processor'},
    {framework: 'langgraph', exporter: 'langsmith'},
    {framework: 'anthropic', exporter: 'traceloop'},
  ],
  start: {incident: '2026-09-03T01:40:00.000Z', healthy: '2026-09-02T01:40:00.000Z'},
  service: 'dunning-clerk',
  user: 'Which overdue invoice is the oldest?',
  truth: {
    title: 'A cursor that leads to its own page',
    demo: 'vercel-ai-otel',
    planted:
      'A cache answers from the sixth page on: that page names itself as the next one. The clerk follows it 25 times, and nothing ends it but the operator.',
    healthyBecause: 'Each page leads to the next one: nineteen pages, and the last has no cursor.',
    expect: [
      {
        rule: 'loop/exact-repeat',
        onset: 'again',
        why: 'the same cursor, the same page: 25 equal calls after the first',
      },
    ],
    silentBefore: 'again',
  },
  setUp,
};
