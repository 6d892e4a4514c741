import {brainOf, call, lastResult} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';
import {integer, object, text} from '../../lib/schema.mjs';
import {stopped} from '../../lib/stop.mjs';

const WAIT_SECONDS = 20;
/** The operator gives up after so many looks. */
const STOP_AFTER = 36;

/**
 * A release agent starts an export of the print edition and waits for it. In the incident the worker
 * that should do the job is gone, and the job stays "queued"; in the twin it is done at the 14th look.
 */
function setUp(variant, {stop}) {
  let looks = 0;
  const states = (n) =>
    n < 3
      ? {state: 'queued', percent: 0}
      : n < 14
        ? {state: 'running', percent: (n - 2) * 9}
        : {state: 'done', percent: 100, url: 's3://print/2026-35.pdf'};
  const tools = [
    {
      name: 'start_export',
      description: 'Queue the export of an edition.',
      schema: object({edition: text('Edition, such as 2026-35')}),
      run: ({edition}) => {
        advance(420);
        return {job: 'exp-5512', edition, state: 'queued'};
      },
    },
    {
      name: 'get_job_status',
      description: 'State of an export job.',
      schema: object({job: text('Job id')}),
      run: ({job}) => {
        advance(130);
        looks++;
        return {job, ...(variant === 'healthy' ? states(looks) : {state: 'queued', percent: 0})};
      },
    },
    {
      name: 'wait',
      description: 'Wait before the next look.',
      schema: object({seconds: integer('Seconds')}),
      run: ({seconds}) => {
        advance(seconds * 1000);
        return {waited: seconds};
      },
    },
    {
      name: 'list_articles',
      description: 'Articles of an edition.',
      schema: object({edition: text('Edition'), section: text('Section')}),
      run: ({edition, section}) => {
        advance(210);
        return {
          edition,
          section,
          articles: {culture: 14, travel: 9, sport: 11}[section],
          missing_images: {culture: 0, travel: 1, sport: 0}[section],
        };
      },
    },
  ];
  function* script() {
    for (const section of ['culture', 'travel', 'sport'])
      yield {
        text: `I check the ${section} pages first.`,
        calls: [call('list_articles', {edition: '2026-35', section})],
      };
    let request = yield {
      text: 'All sections are there. I start the export.',
      calls: [call('start_export', {edition: '2026-35'})],
    };
    const {job} = lastResult(request);
    for (let n = 1; ; n++) {
      if (n > STOP_AFTER) yield* stopped(stop, 'stopped by the operator');
      request = yield {
        ...(n === 1 ? {mark: 'poll'} : {}),
        text: n === 1 ? 'I look how far it is.' : '',
        calls: [call('get_job_status', {job})],
      };
      const status = lastResult(request);
      if (status.state === 'done') return {text: `The edition is exported: ${status.url}`};
      yield {calls: [call('wait', {seconds: WAIT_SECONDS})]};
    }
  }
  return {
    agents: [
      {
        name: 'print-desk',
        instructions:
          'You are print-desk, which exports the weekly print edition. Check the sections, start the export, wait until it is done and report the file.',
        tools,
      },
    ],
    brain: brainOf(script),
  };
}

export const story = {
  recordings: [
    {framework: 'vercel-ai', exporter: 'otel'},
    {framework: 'langgraph', exporter: 'openinference'},
    {framework: 'langgraph', exporter: 'langsmith'},
    {framework: 'openai-agents', exporter: 'processor'},
  ],
  start: {incident: '2026-08-27T03:14:00.000Z', healthy: '2026-08-20T03:14:00.000Z'},
  service: 'print-desk',
  user: 'Export the print edition 2026-35.',
  truth: {
    title: 'A poll that is never answered',
    demo: 'vercel-ai-otel',
    planted:
      'The worker of the export queue is gone: the job stays queued. The agent looks every 20 seconds, the answer never changes, and nothing ends it but the operator.',
    healthyBecause: 'The job moves: queued, running, more percent at each look, done.',
    expect: [
      {rule: 'loop/polling-no-progress', onset: 'poll', why: '36 equal answers over 12 minutes'},
    ],
    silentBefore: 'poll',
  },
  setUp,
};
