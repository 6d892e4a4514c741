import {
  Command,
  getCurrentTaskInput,
  MessagesAnnotation,
  START,
  StateGraph,
} from '@langchain/langgraph';
import {createReactAgent} from '@langchain/langgraph/prebuilt';
import {ChatOpenAI} from '@langchain/openai';
import {ToolMessage, trimMessages} from '@langchain/core/messages';
import {tool} from '@langchain/core/tools';

export {langgraphExporters as exporters} from '../exporters/langgraph.mjs';

/** One agent in a loop with its tools: LangGraph's prebuilt ReAct graph. Returns its last words. */
export async function runAgent(given) {
  const {agent, user, signal, tracing, limits = {}} = given;
  const {cut} = agent;
  const graph = createReactAgent({
    name: agent.name,
    llm: createModel(given),
    tools: agent.tools.map((one) => toTool(one, given)),
    prompt: cut === undefined ? agent.instructions : undefined,
    preModelHook: cut === undefined ? undefined : cutHook(cut),
  });
  const instructions = cut === undefined ? [] : [{role: 'system', content: agent.instructions}];
  const input = {messages: [...instructions, {role: 'user', content: user}]};
  const done = await graph.invoke(input, {
    callbacks: tracing?.callbacks,
    signal,
    recursionLimit: limits.superSteps ?? 100_000,
    runName: agent.name,
  });
  return done.messages.at(-1).text;
}

/** LangChain's own trimMessages before each call; without `includeSystem` the instructions go too. */
const cutHook =
  ({messages, keepsInstructions}) =>
  async (state) => ({
    llmInputMessages: await trimMessages(state.messages, {
      maxTokens: messages,
      tokenCounter: (list) => list.length,
      strategy: 'last',
      includeSystem: keepsInstructions,
    }),
  });

export const createModel = ({modelUrl, limits: {maxRetries = 2} = {}}) =>
  new ChatOpenAI({
    model: 'gpt-4.1',
    apiKey: 'local',
    maxRetries,
    configuration: {baseURL: `${modelUrl}/v1`},
  });

/** A tool that spawns an agent runs it as a graph of its own, below the tool call. */
export const toTool = ({name, description, schema, run}, given) =>
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

/** Agents as nodes of one graph; a hand-over is a tool that jumps to the other node. */
export async function runTeam(given) {
  const {agents, user, signal, tracing} = given;
  const graph = new StateGraph(MessagesAnnotation);
  for (const agent of agents) {
    const tools = [
      ...agent.tools.map((one) => toTool(one, given)),
      ...agent.handsOverTo.map(toHandover),
    ];
    const node = createReactAgent({
      name: agent.name,
      llm: createModel(given),
      tools,
      prompt: agent.instructions,
    });
    graph.addNode(agent.name, node, {ends: agent.handsOverTo});
  }
  graph.addEdge(START, agents[0].name);
  const input = {messages: [{role: 'user', content: user}]};
  const done = await graph
    .compile({name: given.service})
    .invoke(input, {callbacks: tracing?.callbacks, signal, recursionLimit: 100_000});
  return done.messages.at(-1).text;
}

const toHandover = (to) =>
  tool(
    async (args, config) => {
      const note = new ToolMessage({
        content: `Handed over to ${to}.`,
        name: `transfer_to_${to}`,
        tool_call_id: config.toolCall.id,
      });
      const {messages} = getCurrentTaskInput();
      return new Command({
        goto: to,
        graph: Command.PARENT,
        update: {messages: [...messages, note]},
      });
    },
    {
      name: `transfer_to_${to}`,
      description: `Hand over to ${to}.`,
      schema: {type: 'object', properties: {reason: {type: 'string'}}, required: ['reason']},
    },
  );
