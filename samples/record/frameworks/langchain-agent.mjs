import {createAgent, summarizationMiddleware} from 'langchain';
import {createModel, toTool} from './langgraph.mjs';

export {langgraphExporters as exporters} from '../exporters/langgraph.mjs';

/** LangChain's createAgent with its summarization middleware. */
export async function runAgent(given) {
  const {agent, user, signal, tracing} = given;
  const {tokens, keep} = agent.summarise;
  const model = createModel(given);
  const built = createAgent({
    name: agent.name,
    model,
    tools: agent.tools.map((one) => toTool(one, given)),
    systemPrompt: agent.instructions,
    middleware: [summarizationMiddleware({model, trigger: {tokens}, keep: {messages: keep}})],
  });
  const input = {messages: [{role: 'user', content: user}]};
  const done = await built.invoke(input, {
    callbacks: tracing?.callbacks,
    signal,
    recursionLimit: 100_000,
    runName: agent.name,
  });
  return done.messages.at(-1).text;
}
