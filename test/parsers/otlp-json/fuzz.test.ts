import {expect, test} from '@jest/globals';
import fc from 'fast-check';
import {parser as jaeger} from '../../../parsers/jaeger/index.js';
import {parser as otlp} from '../../../parsers/otlp-json/index.js';
import {collectFacts, headOf, sourceFromText} from '../../helpers/record-source.js';

/** Names that some dialect reads, so that random values reach its code. */
const NAMES = [
  ...[
    'openinference.span.kind',
    'input.value',
    'output.value',
    'llm.input_messages.0.message.role',
  ],
  ...[
    'llm.input_messages.0.message.tool_calls.1.tool_call.function.name',
    'llm.token_count.prompt',
  ],
  ...['gen_ai.operation.name', 'gen_ai.input.messages', 'gen_ai.output.messages', 'gen_ai.output'],
  ...[
    'gen_ai.system_instructions',
    'gen_ai.prompt',
    'gen_ai.prompt.0.content',
    'gen_ai.completion',
  ],
  ...['gen_ai.tool.call.arguments', 'gen_ai.tool.call.result', 'gen_ai.response.finish_reasons'],
  ...[
    'ai.operationId',
    'ai.prompt.messages',
    'ai.prompt',
    'ai.response.toolCalls',
    'ai.response.text',
  ],
  ...['traceloop.span.kind', 'traceloop.entity.input', 'traceloop.entity.output', 'request_data'],
  ...[
    'response_data',
    'logfire.span_type',
    'logfire.pending_parent_id',
    'pydantic_ai.all_messages',
  ],
  ...['events', 'tool_response', 'gcp.vertex.agent.llm_request', 'gcp.vertex.agent.llm_response'],
  ...['mlflow.spanType', 'mlflow.spanInputs', 'langfuse.observation.input', 'error', '__proto__'],
];
const WORDS = [
  'LLM',
  'TOOL',
  'AGENT',
  'chat',
  'execute_tool',
  'ai.toolCall',
  'tool',
  '"LLM"',
  'pending_span',
];

/** Values shaped like messages, blocks and calls, at any place and one inside the other. */
const shape = fc.letrec<{value: unknown}>((tie) => ({
  value: fc.oneof(
    {depthSize: 'small'},
    fc.constantFrom<unknown>(...WORDS, null, true, 0, -1, 1e300, ''),
    fc.string({maxLength: 8}),
    fc.array(tie('value'), {maxLength: 3}),
    tie('value').map((value) => JSON.stringify(value)),
    fc.dictionary(
      fc.constantFrom(
        ...['role', 'content', 'parts', 'type', 'text', 'message', 'messages', 'tool_calls', 'id'],
        ...['function', 'name', 'arguments', 'args', 'kwargs', 'input_str', 'tags', 'output', 'lc'],
        ...[
          'toolUse',
          'toolResult',
          'source',
          'image_url',
          'data',
          'usage',
          'choices',
          '__proto__',
        ],
      ),
      tie('value'),
      {maxKeys: 4},
    ),
  ),
})).value;

const wire = fc.oneof(
  shape.map((value) => ({stringValue: typeof value === 'string' ? value : JSON.stringify(value)})),
  shape.map((value) => ({stringValue: value})),
  fc.constantFrom<unknown>(
    {},
    null,
    {intValue: '9223372036854775807'},
    {arrayValue: {values: [{}]}},
  ),
);
const attributes = fc.array(fc.record({key: fc.constantFrom(...NAMES), value: wire}), {
  maxLength: 8,
});
const id = fc.constantFrom<unknown>(
  '4bf92f3577b34da6a3ce929d0e0e4736',
  '00f067aa0ba902b7',
  '',
  'x',
  7,
  null,
);
const events = fc.array(
  fc.record({
    name: fc.constantFrom<unknown>(
      'exception',
      'gen_ai.choice',
      'gen_ai.tool.message',
      'gen_ai.user.message',
      3,
    ),
    timeUnixNano: fc.constantFrom<unknown>('1', 'x', null),
    attributes: fc.array(
      fc.record({
        key: fc.constantFrom('content', 'message', 'tool_calls', 'id', 'exception.type'),
        value: wire,
      }),
    ),
  }),
  {maxLength: 3},
);
const span = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      traceId: id,
      spanId: id,
      parentSpanId: id,
      name: shape,
      attributes,
      events,
      status: shape,
    }),
  },
  {weight: 1, arbitrary: shape},
);

test('whatever the attributes hold, OTLP yields facts that can be written, and loses no record', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(span, {maxLength: 4}), async (spans) => {
      const text = JSON.stringify({resourceSpans: [{scopeSpans: [{spans}]}]});
      const {facts, present, read, refused} = await collectFacts(otlp, sourceFromText(text));
      expect(read + refused).toBe(present);
      expect(() => JSON.stringify(facts)).not.toThrow();
    }),
    {numRuns: 800},
  );
});

test('whatever a document holds, both parsers answer and lose no record', async () => {
  const document = fc.oneof(
    fc.dictionary(
      fc.constantFrom('resourceSpans', 'batches', 'data', 'spans', 'traceID', 'resourceLogs'),
      fc.array(shape),
    ),
    fc.dictionary(
      fc.constantFrom('data'),
      fc.array(fc.record({traceID: id, spans: fc.array(shape), processes: shape})),
    ),
    shape,
  );
  await fc.assert(
    fc.asyncProperty(document, async (value) => {
      for (const parser of [otlp, jaeger]) {
        const source = sourceFromText(JSON.stringify(value));
        expect(['yes', 'maybe', 'no']).toContain(parser.sniff(headOf(source)).match);
        const {present, read, refused} = await collectFacts(parser, source);
        expect(read + refused).toBe(present);
      }
    }),
    {numRuns: 500},
  );
});
