import {
  Agent,
  handoff,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  run,
  tool,
  withTrace,
} from '@openai/agents';
import OpenAI from 'openai';

export {openaiAgentsExporters as exporters} from '../exporters/openai-agents.mjs';

/** `run` of the OpenAI Agents SDK in one trace. Returns the last words. */
export const runAgent = (given) => withTrace(given.service, () => runBelow(given));

async function runBelow(given) {
  const {agent, user, signal, limits = {}} = given;
  const built = buildAgent(agent, given);
  const done = await run(built, user, {maxTurns: limits.maxTurns ?? 100_000, signal});
  return done.finalOutput;
}

export const buildAgent = (agent, given) =>
  new Agent({
    name: agent.name,
    instructions: agent.instructions,
    model: createModel(given),
    tools: agent.tools.map((one) => toTool(one, given)),
  });

export function createModel({modelUrl, limits: {api = 'chat', maxRetries = 2} = {}}) {
  const client = new OpenAI({apiKey: 'local', baseURL: `${modelUrl}/v1`, maxRetries});
  return api === 'chat'
    ? new OpenAIChatCompletionsModel(client, 'gpt-4.1')
    : new OpenAIResponsesModel(client, 'gpt-4.1');
}

/** The schemas say more than the SDK's strict mode allows (optional fields, open objects). */
const toTool = ({name, description, schema, run: work}, given) =>
  tool({
    name,
    description,
    parameters: {...schema, additionalProperties: true},
    strict: false,
    execute: async (args) => {
      const result = await work(args, {spawn: (agent, user) => runBelow({...given, agent, user})});
      return typeof result === 'string' ? result : JSON.stringify(result);
    },
  });

/** Agents that hand over to each other; the first one starts. */
export const runTeam = (given) =>
  withTrace(given.service, async () => {
    const {agents, user, signal, limits = {}} = given;
    const built = new Map(agents.map((agent) => [agent.name, buildAgent(agent, given)]));
    for (const {name, handsOverTo} of agents) {
      built.get(name).handoffs = handsOverTo.map((other) =>
        handoff(built.get(other), {
          inputType: {
            type: 'object',
            properties: {reason: {type: 'string'}},
            required: ['reason'],
            additionalProperties: false,
          },
          onHandoff: () => undefined,
        }),
      );
    }
    const done = await run(built.get(agents[0].name), user, {
      maxTurns: limits.maxTurns ?? 100_000,
      signal,
    });
    return done.finalOutput;
  });
