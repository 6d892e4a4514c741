import {createOpenAI} from '@ai-sdk/openai';
import {generateText, jsonSchema, stepCountIs, tool} from 'ai';

export {vercelExporters as exporters} from '../exporters/vercel-ai.mjs';

/** `generateText` with tools, which loops until the model stops calling. Returns its last words. */
export async function runAgent(given) {
  const {agent, user, modelUrl, signal, limits = {}} = given;
  const openai = createOpenAI({apiKey: 'local', baseURL: `${modelUrl}/v1`});
  const {text} = await generateText({
    model: openai.chat('gpt-4.1'),
    ...(agent.cut === undefined
      ? {system: agent.instructions, prompt: user}
      : {
          messages: [
            {role: 'system', content: agent.instructions},
            {role: 'user', content: user},
          ],
        }),
    tools: Object.fromEntries(agent.tools.map((one) => [one.name, toTool(one, given)])),
    stopWhen: stepCountIs(limits.steps ?? 100_000),
    maxRetries: limits.maxRetries ?? 2,
    abortSignal: signal,
    prepareStep: agent.cut === undefined ? undefined : cutStep(agent.cut),
    experimental_telemetry: {isEnabled: true, functionId: agent.name},
  });
  return text;
}

/** The last messages of the conversation; a tool result never stands without its call. */
const cutStep =
  ({messages: keep, keepsInstructions}) =>
  ({messages}) => {
    const system = keepsInstructions ? messages.filter(({role}) => role === 'system') : [];
    const rest = messages.filter((message) => !system.includes(message));
    const last = rest.slice(-Math.min(keep - system.length, rest.length));
    while (last[0]?.role === 'tool') last.shift();
    return {messages: [...system, ...last]};
  };

const toTool = ({description, schema, run}, given) =>
  tool({
    description,
    inputSchema: jsonSchema(schema),
    execute: async (args) => run(args, {spawn: (agent, user) => runAgent({...given, agent, user})}),
  });
