// One agent at work: model calls that carry the whole conversation again, and the tool calls they ask for,
// with the attributes of the OpenTelemetry GenAI conventions (1.38 and later).

const MODEL = 'example-large-1';
/** Rough characters a token, to give the counts a plausible size. They are labelled synthetic with the rest. */
const CHARS_PER_TOKEN = 4;

const text = (content) => ({type: 'text', content});

export class AgentSession {
  constructor(writer, {parent, agent, instructions, task, conversation}) {
    this.writer = writer;
    this.agent = agent;
    this.conversation = conversation;
    this.span = writer.open(`invoke_agent ${agent}`, parent, {
      'gen_ai.operation.name': 'invoke_agent',
      'gen_ai.agent.name': agent,
      'gen_ai.conversation.id': conversation,
    });
    this.messages = [
      {role: 'system', parts: [text(instructions)]},
      {role: 'user', parts: [text(task)]},
    ];
    this.cachedTokens = 0;
    this.calls = 0;
  }

  /** One model reply that says `thought` and asks for one tool, and that tool's run. */
  use(thought, tool, args, result, {slow = 1, error} = {}) {
    this.calls += 1;
    const id = `call_${this.writer.makeId(`${this.agent} ${this.span.spanId} ${this.calls}`).slice(0, 6)}`;
    const call = {type: 'tool_call', id, name: tool, arguments: args};
    this.chat([...(thought === '' ? [] : [text(thought)]), call], 'tool_call');
    const span = this.writer.open(`execute_tool ${tool}`, this.span, {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool,
      'gen_ai.tool.call.id': id,
      'gen_ai.tool.call.arguments': JSON.stringify(args),
    });
    this.writer.pass(40 * slow, 160 * slow);
    this.writer.close(span, {
      attributes: {
        'gen_ai.tool.call.result': JSON.stringify(result),
        ...(error === undefined ? {} : {'error.type': error}),
      },
      ...(error === undefined ? {} : {error}),
    });
    this.messages.push({role: 'tool', parts: [{type: 'tool_call_response', id, response: result}]});
  }

  chat(parts, finishReason) {
    const input = JSON.stringify(this.messages);
    const reply = [{role: 'assistant', parts, finish_reason: finishReason}];
    const output = JSON.stringify(reply);
    const inputTokens = Math.ceil(input.length / CHARS_PER_TOKEN);
    const span = this.writer.open(
      `chat ${MODEL}`,
      this.span,
      {
        'gen_ai.operation.name': 'chat',
        'gen_ai.provider.name': 'example',
        'gen_ai.request.model': MODEL,
        'gen_ai.response.model': MODEL,
        'gen_ai.conversation.id': this.conversation,
        'gen_ai.input.messages': input,
      },
      3,
    );
    this.writer.pass(900, 2600);
    this.writer.close(span, {
      attributes: {
        'gen_ai.output.messages': output,
        'gen_ai.response.finish_reasons': [finishReason],
        'gen_ai.usage.input_tokens': inputTokens,
        'gen_ai.usage.output_tokens': Math.ceil(output.length / CHARS_PER_TOKEN),
        'gen_ai.usage.cache_read.input_tokens': this.cachedTokens,
      },
    });
    this.cachedTokens = inputTokens;
    this.messages.push({role: 'assistant', parts});
  }

  finish(answer) {
    this.chat([text(answer)], 'stop');
    this.writer.close(this.span);
  }

  fail(type, message) {
    this.writer.event(this.span, 'exception', {
      'exception.type': type,
      'exception.message': message,
    });
    this.writer.close(this.span, {attributes: {'error.type': type}, error: message});
  }
}
