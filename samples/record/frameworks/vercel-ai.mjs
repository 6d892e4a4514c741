import {createOpenAI} from '@ai-sdk/openai';
import {generateText, jsonSchema, stepCountIs, tool} from 'ai';

export {vercelExporters as exporters} from '../exporters/vercel-ai.mjs';

/** `generateText` with tools, which loops until the model stops calling. Returns its last words. */
export async function runAgent(given) {
  const {agent, user, modelUrl, signal, limits = {}} = given;
  const openai = createOpenAI({apiKey: 'local', baseURL: `${modelUrl}/v1`});
  const {text} = await generateText({
    model: openai.chat('gpt-4.1'),
    system: agent.instructions,
    prompt: user,
    tools: Object.fromEntries(agent.tools.map((one) => [one.name, toTool(one, given)])),
    stopWhen: stepCountIs(limits.steps ?? 100_000),
    maxRetries: limits.maxRetries ?? 2,
    abortSignal: signal,
    prepareStep: agent.prepareStep,
    experimental_telemetry: {isEnabled: true, functionId: agent.name},
  });
  return text;
}

const toTool = ({description, schema, run}, given) =>
  tool({
    description,
    inputSchema: jsonSchema(schema),
    execute: async (args) => run(args, {spawn: (agent, user) => runAgent({...given, agent, user})}),
  });
