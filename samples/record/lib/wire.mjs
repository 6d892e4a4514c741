/**
 * The three wire formats, read into one shape and written from one reply.
 * Request: {system, messages: [{role, text, calls: [{id, name, args}], callId}], tools}.
 * Reply: {text, calls: [{id, name, args}], usage: {input, output, cached}}.
 */
const textOf = (content) =>
  typeof content === 'string'
    ? content
    : (content ?? [])
        .map((part) => part.text ?? (part.content && textOf(part.content)) ?? '')
        .join('');

function readChat(body) {
  const system = body.messages.filter(({role}) => role === 'system' || role === 'developer');
  const rest = body.messages.filter((message) => !system.includes(message));
  return {
    system: system.map(({content}) => textOf(content)).join('\n'),
    messages: rest.map((message) => ({
      role: message.role,
      text: textOf(message.content),
      calls: (message.tool_calls ?? []).map(({id, function: {name, arguments: args}}) => ({
        id,
        name,
        args: JSON.parse(args || '{}'),
      })),
      callId: message.tool_call_id,
    })),
    tools: (body.tools ?? []).map((tool) => tool.function.name),
  };
}

function readResponses(body) {
  const items = typeof body.input === 'string' ? [{role: 'user', content: body.input}] : body.input;
  const system = [body.instructions ?? ''];
  const messages = [];
  for (const item of items) {
    if (item.type === 'function_call') {
      messages.push({
        role: 'assistant',
        text: '',
        calls: [{id: item.call_id, name: item.name, args: JSON.parse(item.arguments || '{}')}],
      });
    } else if (item.type === 'function_call_output') {
      messages.push({role: 'tool', text: textOf(item.output), calls: [], callId: item.call_id});
    } else if (item.role === 'system' || item.role === 'developer')
      system.push(textOf(item.content));
    else if (item.role !== undefined)
      messages.push({role: item.role, text: textOf(item.content), calls: []});
  }
  return {
    system: system.filter(Boolean).join('\n'),
    messages,
    tools: (body.tools ?? []).map(({name}) => name),
  };
}

function readMessages(body) {
  const messages = [];
  for (const {role, content} of body.messages) {
    const parts = typeof content === 'string' ? [{type: 'text', text: content}] : content;
    const calls = parts
      .filter(({type}) => type === 'tool_use')
      .map(({id, name, input}) => ({id, name, args: input}));
    const text = parts
      .filter(({type}) => type === 'text')
      .map((part) => part.text)
      .join('');
    for (const part of parts.filter(({type}) => type === 'tool_result')) {
      messages.push({
        role: 'tool',
        text: textOf(part.content),
        calls: [],
        callId: part.tool_use_id,
      });
    }
    if (text !== '' || calls.length > 0) messages.push({role, text, calls});
  }
  return {system: textOf(body.system), messages, tools: (body.tools ?? []).map(({name}) => name)};
}

function writeChat({id, created, model, reply}) {
  const calls = reply.calls.map((call) => ({
    id: call.id,
    type: 'function',
    function: {name: call.name, arguments: JSON.stringify(call.args)},
  }));
  return {
    id: `chatcmpl-${id}`,
    object: 'chat.completion',
    created,
    model,
    choices: [
      {
        index: 0,
        logprobs: null,
        finish_reason: reply.finish ?? (calls.length > 0 ? 'tool_calls' : 'stop'),
        message: {
          role: 'assistant',
          content: reply.text || null,
          refusal: null,
          ...(calls.length > 0 ? {tool_calls: calls} : {}),
        },
      },
    ],
    usage: chatUsage(reply.usage),
    system_fingerprint: 'fp_scripted',
  };
}

const chatUsage = ({input, output, cached}) => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: {cached_tokens: cached, audio_tokens: 0},
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});

function chatEvents(given) {
  const whole = writeChat(given);
  const {message, finish_reason} = whole.choices[0];
  const chunk = (delta, finish = null) => [
    undefined,
    {
      id: whole.id,
      object: 'chat.completion.chunk',
      created: whole.created,
      model: whole.model,
      choices: [{index: 0, delta, logprobs: null, finish_reason: finish}],
    },
  ];
  const calls = (message.tool_calls ?? []).map((call, index) => ({index, ...call}));
  return [
    chunk({role: 'assistant', content: ''}),
    ...(message.content ? [chunk({content: message.content})] : []),
    ...(calls.length > 0 ? [chunk({tool_calls: calls})] : []),
    chunk({}, finish_reason),
    [
      undefined,
      {
        id: whole.id,
        object: 'chat.completion.chunk',
        created: whole.created,
        model: whole.model,
        choices: [],
        usage: whole.usage,
      },
    ],
    [undefined, '[DONE]'],
  ];
}

/** The real API says back what it was given to work with. */
function writeResponses({id, created, model, reply, asked}) {
  return {
    id: `resp_${id}`,
    object: 'response',
    created_at: created,
    status: 'completed',
    error: null,
    incomplete_details: null,
    instructions: asked.instructions ?? null,
    model,
    parallel_tool_calls: true,
    tool_choice: 'auto',
    tools: asked.tools ?? [],
    metadata: {},
    temperature: 1,
    top_p: 1,
    output: [
      ...(reply.text
        ? [
            {
              id: `msg_${id}`,
              type: 'message',
              status: 'completed',
              role: 'assistant',
              content: [{type: 'output_text', text: reply.text, annotations: []}],
            },
          ]
        : []),
      ...reply.calls.map((call) => ({
        id: `fc_${call.id}`,
        type: 'function_call',
        status: 'completed',
        call_id: call.id,
        name: call.name,
        arguments: JSON.stringify(call.args),
      })),
    ],
    usage: {
      input_tokens: reply.usage.input,
      input_tokens_details: {cached_tokens: reply.usage.cached},
      output_tokens: reply.usage.output,
      output_tokens_details: {reasoning_tokens: 0},
      total_tokens: reply.usage.input + reply.usage.output,
    },
  };
}

const responsesEvents = (given) => {
  const response = writeResponses(given);
  const started = {...response, status: 'in_progress', output: [], usage: null};
  const items = response.output.flatMap((item, output_index) => [
    [
      'response.output_item.added',
      {type: 'response.output_item.added', output_index, item: {...item, status: 'in_progress'}},
    ],
    ['response.output_item.done', {type: 'response.output_item.done', output_index, item}],
  ]);
  return [
    ['response.created', {type: 'response.created', response: started}],
    ...items,
    ['response.completed', {type: 'response.completed', response}],
  ];
};

function writeMessages({id, model, reply}) {
  return {
    id: `msg_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [
      ...(reply.text ? [{type: 'text', text: reply.text}] : []),
      ...reply.calls.map((call) => ({
        type: 'tool_use',
        id: call.id,
        name: call.name,
        input: call.args,
      })),
    ],
    stop_reason: reply.finish ?? (reply.calls.length > 0 ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    usage: {
      input_tokens: reply.usage.input - reply.usage.cached,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: reply.usage.cached,
      output_tokens: reply.usage.output,
    },
  };
}

function messagesEvents(given) {
  const message = writeMessages(given);
  const blocks = message.content.flatMap((block, index) => [
    [
      'content_block_start',
      {
        type: 'content_block_start',
        index,
        content_block: block.type === 'text' ? {type: 'text', text: ''} : {...block, input: {}},
      },
    ],
    [
      'content_block_delta',
      {
        type: 'content_block_delta',
        index,
        delta:
          block.type === 'text'
            ? {type: 'text_delta', text: block.text}
            : {type: 'input_json_delta', partial_json: JSON.stringify(block.input)},
      },
    ],
    ['content_block_stop', {type: 'content_block_stop', index}],
  ]);
  return [
    [
      'message_start',
      {type: 'message_start', message: {...message, content: [], stop_reason: null}},
    ],
    ...blocks,
    [
      'message_delta',
      {
        type: 'message_delta',
        delta: {stop_reason: message.stop_reason, stop_sequence: null},
        usage: message.usage,
      },
    ],
    ['message_stop', {type: 'message_stop'}],
  ];
}

export const WIRES = new Map([
  ['/v1/chat/completions', {read: readChat, write: writeChat, events: chatEvents}],
  ['/v1/responses', {read: readResponses, write: writeResponses, events: responsesEvents}],
  ['/v1/messages', {read: readMessages, write: writeMessages, events: messagesEvents}],
]);
