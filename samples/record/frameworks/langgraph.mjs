import {createReactAgent} from '@langchain/langgraph/prebuilt';
import {ChatOpenAI} from '@langchain/openai';
import {tool} from '@langchain/core/tools';

export {langgraphExporters as exporters} from '../exporters/langgraph.mjs';

/** One agent in a loop with its tools: LangGraph's prebuilt ReAct graph. Returns its last words. */
export async function runAgent(given) {
  const {agent, user, signal, tracing, limits = {}} = given;
  const graph = createReactAgent({
    name: agent.name,
    llm: createModel(given),
    tools: agent.tools.map((one) => toTool(one, given)),
    prompt: agent.instructions,
    preModelHook: agent.trim === undefined ? undefined : trimHook(agent.trim),
  });
  const input = {messages: [{role: 'user', content: user}]};
  const done = await graph.invoke(input, {
    callbacks: tracing?.callbacks,
    signal,
    recursionLimit: limits.superSteps ?? 100_000,
    runName: agent.name,
  });
  return done.messages.at(-1).text;
}

export const createModel = ({modelUrl, limits: {maxRetries = 2} = {}}) =>
  new ChatOpenAI({
    model: 'gpt-4.1',
    apiKey: 'local',
    maxRetries,
    configuration: {baseURL: `${modelUrl}/v1`},
  });

/** A tool that spawns an agent runs it as a graph of its own, below the tool call. */
const toTool = ({name, description, schema, run}, given) =>
  tool(
    async (args, config) => {
      const result = await run(args, {
        spawn: (agent, user) =>
          runAgent({...given, agent, user, tracing: {callbacks: config.callbacks}}),
      });
      return typeof result === 'string' ? result : JSON.stringify(result);
    },
    {name, description, schema},
  );

const trimHook = (trim) => (state) => ({llmInputMessages: trim(state.messages)});
