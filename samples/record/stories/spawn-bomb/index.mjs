import {call, lastResults} from '../../lib/brain.mjs';
import {advance} from '../../lib/clock.mjs';

/** A researcher that may read so many reports itself; above, it is told to split. */
const MAX_OWN_REPORTS = 60;
const REPORTS = 480;
/** The operator stops the run at so many agents. */
const STOP_AT_AGENTS = 120;

const schema = (properties) => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});

/**
 * A lead hands a pile of reports to researchers, who split what is too much for one and hand it on.
 * `keepsRange`: the hand-over says which reports (the twin). Without it every helper again finds the
 * whole pile before it, and splits again.
 */
function setUp(variant, {stop}) {
  const keepsRange = variant === 'healthy';
  let agents = 0;
  let marked = false;
  const tools = [
    {
      name: 'delegate',
      description: 'Start a researcher on a task and wait for the answer.',
      schema: schema({task: {type: 'string', description: 'What to find out'}}),
      run: async ({task}, {spawn}) => {
        agents++;
        advance(40);
        if (agents === STOP_AT_AGENTS) await stop('stopped by the operator: 120 agents');
        return spawn({...researcher, name: 'researcher'}, task);
      },
    },
    {
      name: 'search_reports',
      description: 'Search the crash reports of a release.',
      schema: schema({query: {type: 'string'}, from: {type: 'integer'}, to: {type: 'integer'}}),
      run: ({query, from, to}) => {
        advance(350);
        return {
          query,
          from,
          to,
          matches: Math.floor((to - from) / 7) + (from % 5),
          top: `CR-${8200 + from}: checkout hangs after the address step, locale ${['de', 'fr', 'it', 'pl'][from % 4]}`,
        };
      },
    },
  ];
  const researcher = {
    name: 'researcher',
    instructions: `You are researcher, a reader of crash reports. Read up to ${MAX_OWN_REPORTS} reports yourself. If there are more, split them and delegate the parts.`,
    tools,
  };
  const lead = {
    ...researcher,
    name: 'lead',
    instructions:
      'You are lead, in charge of the regression review of a release. Delegate the reading to researchers and sum up what they find.',
  };

  const brain = ({agent, messages}) => {
    const results = lastResults({messages});
    const task = messages[0].text;
    if (results.length > 0) {
      const read = results.map((result) =>
        typeof result === 'string'
          ? result
          : `${result.matches} of the reports ${result.from}-${result.to} are about ${result.query}; first: ${result.top}`,
      );
      return {text: agent === 'lead' ? `Regression review: ${read.join(' ')}` : read.join(' ')};
    }
    const range = /reports (\d+)-(\d+)/.exec(task);
    const from = Number(range?.[1] ?? 1);
    const to = Number(range?.[2] ?? REPORTS);
    if (to - from < MAX_OWN_REPORTS)
      return {calls: [call('search_reports', {query: 'checkout hang', from, to})]};
    const parts = agent === 'lead' || agents < 30 ? 2 : 3;
    const width = Math.ceil((to - from + 1) / parts);
    const calls = Array.from({length: parts}, (_, at) => {
      const which = keepsRange
        ? ` reports ${from + at * width}-${Math.min(to, from + (at + 1) * width - 1)}`
        : '';
      return call('delegate', {
        task: `Find the checkout hangs among the crash reports of release 8.2.${which === '' ? '' : ` Read${which}.`}`,
      });
    });
    const mark = agent === 'researcher' && !marked ? {mark: 'spawn'} : {};
    if (agent === 'researcher') marked = true;
    return {
      ...mark,
      text: `${to - from + 1} reports are too many for one; I split them over ${parts} researchers.`,
      calls,
    };
  };
  return {agents: [lead], brain};
}

export const story = {
  recordings: [
    {framework: 'langgraph', exporter: 'openinference'},
    {framework: 'langgraph', exporter: 'langsmith'},
    {framework: 'openai-agents', exporter: 'processor'},
    {framework: 'vercel-ai', exporter: 'otel'},
  ],
  start: {incident: '2026-08-06T22:10:40.000Z', healthy: '2026-08-05T22:10:40.000Z'},
  service: 'regression-review',
  user: 'Which checkout hangs were reported for release 8.2? There are 480 crash reports.',
  truth: {
    title: 'Agents that spawn agents with the same task',
    demo: 'openai-agents-processor',
    planted:
      'A researcher splits its pile and hands the parts on, but the hand-over does not say which part. Every helper finds the whole pile before it and splits again: the same task goes down and the agents multiply, until the operator stops the run at 120.',
    healthyBecause:
      'The hand-over says which reports. The same split ends after three levels, where a part is small enough to be read.',
    expect: [
      {
        rule: 'recursion/recursion',
        onset: 'spawn',
        why: 'researcher below researcher below researcher, with the same task',
      },
      {
        rule: 'recursion/fan-out',
        onset: 'spawn',
        why: 'the number of agents grows from level to level',
      },
    ],
    silentBefore: 'spawn',
  },
  setUp,
};
