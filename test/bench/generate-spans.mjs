// Runs of many small spans, one shape per question: does the time grow with the spans, whatever they look like?
import {toAttributes} from '../../scripts/sample/trace-writer.mjs';
import {at, hex, wrap, writeAll} from './generate.mjs';

/** Spans a line, as an exporter batches them. */
const BATCH = 100;
const LANES = 10_000;

const TRACE_ID = hex(7, 32);

/** Letter `index` of the Fibonacci word: hardly a place in it where nothing repeats. */
function fibonacciLetter(index) {
  const golden = (Math.sqrt(5) - 1) / 2;
  return Math.floor((index + 2) * golden) - Math.floor((index + 1) * golden);
}

export function tool(index, parent, {name = 'step', args, result, endMs = index + 1}) {
  return {
    traceId: TRACE_ID,
    spanId: hex(index + 1, 16),
    parentSpanId: hex(parent + 1, 16),
    name: `execute_tool ${name}`,
    kind: 1,
    startTimeUnixNano: at(index),
    endTimeUnixNano: at(endMs),
    attributes: toAttributes({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': name,
      'gen_ai.tool.call.arguments': args,
      'gen_ai.tool.call.result': result,
    }),
    status: {},
  };
}

function agent(index, parent, name, endMs) {
  return {
    traceId: TRACE_ID,
    spanId: hex(index + 1, 16),
    ...(parent < 0 ? {} : {parentSpanId: hex(parent + 1, 16)}),
    name: `invoke_agent ${name}`,
    kind: 1,
    startTimeUnixNano: at(index),
    endTimeUnixNano: at(endMs),
    attributes: toAttributes({
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': name,
    }),
    status: {},
  };
}

const fresh = (index) => ({
  args: `{"n":"item ${index.toString(36)}"}`,
  result: `{"ok":"${(index * 7).toString(36)}"}`,
});
const SAME = {args: '{"n":"the same"}', result: '{"error":"not there"}'};

/** By shape, the span at `index` (0 is the root, an agent) of `count`. */
export const SHAPES = {
  /** All below the root; nothing repeats. */
  flat: (index) => tool(index, 0, fresh(index)),
  /** Each the child of the one before. */
  chain: (index, count) => tool(index, index - 1, {...fresh(index), endMs: 2 * count - index}),
  /** Agents that call each other without end. */
  agents: (index, count) => agent(index, index - 1, index % 2 ? 'a' : 'b', 2 * count - index),
  /** One call again and again. */
  equal: (index) => tool(index, 0, SAME),
  /** Two calls in the order of the Fibonacci word. */
  fibonacci: (index) => tool(index, 0, {...SAME, name: fibonacciLetter(index) ? 'a' : 'b'}),
  /** Ten thousand agents side by side, their calls dealt out in turn. */
  lanes: (index, count) =>
    index <= LANES
      ? agent(index, 0, `agent ${String(index)}`, 2 * count)
      : tool(index, 1 + (index % LANES), fresh(index)),
};

export async function writeSpans(path, count, shape) {
  function* lines() {
    let batch = [agent(0, -1, 'walker', 2 * count)];
    for (let index = 1; index < count; index += 1) {
      batch.push(SHAPES[shape](index, count));
      if (batch.length < BATCH && index < count - 1) continue;
      yield `${wrap(batch)}\n`;
      batch = [];
    }
  }
  await writeAll(path, lines());
}
