import {advance} from './clock.mjs';
import {listen, sendEvents, sendJson} from './http.mjs';
import {WIRES} from './wire.mjs';

/** About the length of a token in English text and JSON. */
const CHARS_PER_TOKEN = 4;
const MS_PER_OUTPUT_TOKEN = 11;

/**
 * A model that answers from a script, in the wire formats of OpenAI (chat, responses) and Anthropic
 * (messages). `brain(request)` returns {text?, calls?, latencyMs?, refuse?: {status, headers, error}}
 * or a promise of it; `mark: NAME` names the place of this reply for the truth file. `request.agent` is the name in "You are NAME," at the start of the instructions.
 */
export async function startModelServer(brain) {
  let requests = 0;
  let callIds = 0;
  const log = [];
  const marks = {};
  const server = await listen(async ({path, body: bytes}, response) => {
    const wire = WIRES.get(path);
    if (wire === undefined) return sendJson(response, 404, {error: {message: `no ${path} here`}});
    const body = JSON.parse(bytes.toString('utf8'));
    const request = wire.read(body);
    const agent = /^You are ([\w-]+)/.exec(request.system)?.[1] ?? 'unnamed';
    const n = ++requests;
    const input = Math.ceil(bytes.length / CHARS_PER_TOKEN);
    let reply;
    try {
      reply = await brain({...request, agent, n, inputTokens: input});
    } catch (error) {
      log.push({n, agent, fault: String(error?.stack ?? error)});
      return sendJson(response, 500, {error: {message: 'the script failed'}});
    }
    if (reply.refuse !== undefined) {
      advance(reply.latencyMs ?? 180);
      log.push({n, agent, status: reply.refuse.status});
      if (reply.mark !== undefined) marks[reply.mark] = {modelCall: n, agent};
      return sendJson(
        response,
        reply.refuse.status,
        {error: reply.refuse.error},
        reply.refuse.headers,
      );
    }
    const calls = (reply.calls ?? []).map((call) => ({
      id: `call_${String(++callIds).padStart(4, '0')}`,
      ...call,
    }));
    const output =
      Math.ceil(((reply.text ?? '').length + JSON.stringify(calls).length) / CHARS_PER_TOKEN) + 4;
    advance(reply.latencyMs ?? 620 + ((n * 137) % 410) + output * MS_PER_OUTPUT_TOKEN);
    if (reply.mark !== undefined) {
      const tool = calls[0]?.name;
      marks[reply.mark] =
        tool === undefined
          ? {modelCall: n, agent}
          : {toolCall: callIds - calls.length + 1, tool, agent};
    }
    log.push({n, agent, calls: calls.map(({name}) => name)});
    if (response.destroyed) return;
    const usage = reply.usage ?? {input, output, cached: 0};
    const given = {
      id: String(n).padStart(6, '0'),
      created: Math.floor(Date.now() / 1000),
      asked: body,
      model: body.model,
      reply: {text: reply.text ?? '', calls, usage, finish: reply.finish},
    };
    if (body.stream === true) return sendEvents(response, wire.events(given));
    return sendJson(response, 200, wire.write(given), {
      'x-request-id': `req_${n}`,
      ...reply.headers,
    });
  });
  return {...server, log, marks};
}
