export {anthropicExporters as exporters} from '../exporters/anthropic.mjs';

/**
 * The loop that home-grown agents write around the Anthropic SDK: ask, run the tools that were asked for, ask
 * again. The decorators of the tracing SDK are what its documentation tells people to put around it.
 */
export async function runAgent(given) {
  const {agent, user, modelUrl, signal, tracing, limits = {}} = given;
  const {Anthropic} = tracing.sdk;
  const client = new Anthropic({
    apiKey: 'local',
    baseURL: modelUrl,
    maxRetries: limits.maxRetries ?? 2,
  });
  const messages = [{role: 'user', content: user}];
  return tracing.agent(agent.name, async () => {
    for (;;) {
      signal.throwIfAborted();
      const reply = await client.messages.create(
        {
          model: 'claude-sonnet-4-5',
          max_tokens: 4096,
          system: agent.instructions,
          tools: agent.tools.map(({name, description, schema}) => ({
            name,
            description,
            input_schema: schema,
          })),
          messages,
        },
        {signal},
      );
      messages.push({role: 'assistant', content: reply.content});
      const calls = reply.content.filter(({type}) => type === 'tool_use');
      if (calls.length === 0) return reply.content.find(({type}) => type === 'text')?.text;
      const results = [];
      for (const {id, name, input} of calls) {
        const {run} = agent.tools.find((tool) => tool.name === name);
        const result = await tracing.tool(name, async (args) => run(args, {}), input);
        const content = typeof result === 'string' ? result : JSON.stringify(result);
        results.push({type: 'tool_result', tool_use_id: id, content});
      }
      messages.push({role: 'user', content: results});
    }
  });
}
