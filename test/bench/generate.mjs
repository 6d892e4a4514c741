// Logs of a given size, the same bytes for the same arguments. Written in pieces: 2 GB take no memory.
import {createWriteStream} from 'node:fs';
import {once} from 'node:events';
import {createRandom, toAttributes} from '../../scripts/sample/trace-writer.mjs';

const START_NS = 1_770_000_000_000_000_000n;

export async function writeAll(path, pieces) {
  const file = createWriteStream(path);
  for (const piece of pieces) if (!file.write(piece)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

export const hex = (value, digits) => value.toString(16).padStart(digits, '0');
export const at = (ms) => String(START_NS + BigInt(ms) * 1_000_000n);

/** A line as the Collector writes it. */
export function wrap(spans) {
  const resource = {attributes: toAttributes({'service.name': 'bench'})};
  return JSON.stringify({resourceSpans: [{resource, scopeSpans: [{scope: {name: 'b'}, spans}]}]});
}

/** Words of no meaning, about `chars` long, never the same twice. */
export function words(random, chars) {
  let text = '';
  while (text.length < chars) text += `${Math.floor(random() * 2 ** 31).toString(36)} `;
  return text;
}

/** Turns of one conversation: at about 2 kB a turn, a call of the end carries some 200 kB. */
const TURNS = 100;

function* conversationSpans(sizeBytes, resultChars) {
  const random = createRandom(1);
  let written = 0;
  for (let trace = 1; written < sizeBytes; trace += 1) {
    const traceId = hex(trace, 32);
    const messages = [{role: 'system', parts: [{type: 'text', content: words(random, 2000)}]}];
    const root = hex(1, 16);
    for (let turn = 0; turn < TURNS && written < sizeBytes; turn += 1) {
      const ms = trace * 1_000_000 + turn * 2000;
      const id = `call-${trace}-${turn}`;
      const args = {path: `src/file-${Math.floor(random() * 50)}.ts`, query: words(random, 60)};
      const parts = [
        {type: 'text', content: words(random, 300)},
        {type: 'tool_call', id, name: 'read_file', arguments: args},
      ];
      const result = {content: words(random, resultChars)};
      const llm = {
        traceId,
        spanId: hex(turn * 2 + 2, 16),
        parentSpanId: root,
        name: 'chat m',
        kind: 3,
        startTimeUnixNano: at(ms),
        endTimeUnixNano: at(ms + 1200),
        attributes: toAttributes({
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': 'm',
          'gen_ai.input.messages': JSON.stringify(messages),
          'gen_ai.output.messages': JSON.stringify([{role: 'assistant', parts}]),
          'gen_ai.usage.input_tokens': 500 * (turn + 1),
          'gen_ai.usage.output_tokens': 120,
        }),
        status: {},
      };
      const tool = {
        traceId,
        spanId: hex(turn * 2 + 3, 16),
        parentSpanId: root,
        name: 'execute_tool read_file',
        kind: 1,
        startTimeUnixNano: at(ms + 1200),
        endTimeUnixNano: at(ms + 1500),
        attributes: toAttributes({
          'gen_ai.operation.name': 'execute_tool',
          'gen_ai.tool.name': 'read_file',
          'gen_ai.tool.call.id': id,
          'gen_ai.tool.call.arguments': JSON.stringify(args),
          'gen_ai.tool.call.result': JSON.stringify(result),
        }),
        status: {},
      };
      messages.push({role: 'assistant', parts});
      messages.push({role: 'tool', parts: [{type: 'tool_call_response', id, response: result}]});
      written += JSON.stringify(llm).length + JSON.stringify(tool).length;
      yield [llm, tool];
    }
    const ms = trace * 1_000_000;
    const attributes = {'gen_ai.operation.name': 'invoke_agent', 'gen_ai.agent.name': 'coder'};
    yield [
      {
        traceId,
        spanId: root,
        name: 'invoke_agent coder',
        kind: 1,
        startTimeUnixNano: at(ms),
        endTimeUnixNano: at(ms + TURNS * 2000),
        attributes: toAttributes(attributes),
        status: {},
      },
    ];
  }
}

/** Characters of a tool's result in a conversation. */
const RESULT_CHARS = 1500;

/** Collector JSON lines of conversations that grow with every call. */
export async function writeConversations(path, sizeBytes, resultChars = RESULT_CHARS) {
  function* lines() {
    for (const spans of conversationSpans(sizeBytes, resultChars)) yield `${wrap(spans)}\n`;
  }
  await writeAll(path, lines());
}

/** The same spans as one document. */
export async function writeDocument(path, sizeBytes) {
  function* pieces() {
    yield '{"resourceSpans":[{"resource":{"attributes":[]},"scopeSpans":[{"scope":{"name":"b"},"spans":[';
    let separator = '';
    for (const spans of conversationSpans(sizeBytes, RESULT_CHARS)) {
      for (const span of spans) {
        yield separator + JSON.stringify(span);
        separator = ',';
      }
    }
    yield ']}]}]}\n';
  }
  await writeAll(path, pieces());
}
