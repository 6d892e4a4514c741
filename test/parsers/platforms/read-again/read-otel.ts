import {canonical, fields, list, open, saidCall, saidText, text} from './plain-span.js';
import type {Fields, PlainSpan} from './plain-span.js';

/** What OTLP, Jaeger and Phoenix call differently is given by the caller. */
export interface OtelSpan {
  readonly id: string;
  readonly parent: string | null;
  readonly failed: boolean;
  readonly attributes: Fields;
}

const CALL_KINDS = new Set(['TOOL', 'RETRIEVER', 'execute_tool']);

/** OpenInference and GenAI attributes, as far as the real files use them. */
export function readAttributes(span: OtelSpan): PlainSpan {
  const {id, parent, failed, attributes} = span;
  const kind = text(attributes['openinference.span.kind'] ?? attributes['gen_ai.operation.name']);
  const said =
    kind === 'LLM' || kind === 'chat'
      ? [
          ...indexed(attributes, 'llm.input_messages'),
          ...indexed(attributes, 'llm.output_messages'),
          ...system(attributes['gen_ai.system_instructions']),
          ...genai(attributes['gen_ai.input.messages']),
          ...genai(attributes['gen_ai.output.messages']),
        ]
      : [];
  if (!CALL_KINDS.has(kind)) return {id, parent, failed, said};
  const args = attributes['gen_ai.tool.call.arguments'] ?? attributes['input.value'];
  const result = attributes['gen_ai.tool.call.result'] ?? attributes['output.value'];
  return {
    id,
    parent,
    failed,
    said,
    ...(args === undefined || args === null ? {} : {args: canonical(unwrapArgs(open(args)))}),
    ...(result === undefined || result === null
      ? {}
      : {result: canonical(unwrapResult(open(result)))}),
  };
}

/** `llm.input_messages.3.message.content`; sparse and unordered. */
function indexed(attributes: Fields, prefix: string): readonly string[] {
  const numbers = new Set<number>();
  for (const key of Object.keys(attributes)) {
    if (key.startsWith(`${prefix}.`))
      numbers.add(Number(key.slice(prefix.length + 1).split('.')[0]));
  }
  const out: string[] = [];
  for (const number of [...numbers].sort((a, b) => a - b)) {
    const at = `${prefix}.${String(number)}.message`;
    const role = text(attributes[`${at}.role`]);
    const content = attributes[`${at}.content`];
    if (typeof content === 'string' && content !== '') out.push(saidText(role, content));
    for (let part = 0; ; part++) {
      const inner = attributes[`${at}.contents.${String(part)}.message_content.text`];
      if (inner === undefined) break;
      out.push(saidText(role, text(inner)));
    }
    for (let call = 0; ; call++) {
      const name = attributes[`${at}.tool_calls.${String(call)}.tool_call.function.name`];
      if (name === undefined) break;
      const args = attributes[`${at}.tool_calls.${String(call)}.tool_call.function.arguments`];
      out.push(saidCall(name, args));
    }
  }
  return out;
}

/** A list of parts, without a message around it. */
function system(value: unknown): readonly string[] {
  return list(open(value)).map((part) => saidText('system', text(fields(part).content)));
}

/** `[{role, parts: [{type, content}]}]`, as JSON text. */
function genai(value: unknown): readonly string[] {
  const out: string[] = [];
  for (const message of list(open(value))) {
    const role = text(fields(message).role);
    for (const raw of list(fields(message).parts)) {
      const part = fields(raw);
      if (part.type === 'text') out.push(saidText(role, text(part.content)));
      else if (part.type === 'tool_call') out.push(saidCall(part.name, part.arguments));
      else if (part.type === 'tool_call_response') {
        out.push(`result ${canonical(onlyText(part.response ?? part.result))}`);
      } else out.push(`part ${canonical(part)}`);
    }
  }
  return out;
}

/** LangChain's callback wraps the arguments; tags and metadata differ at every call. */
function unwrapArgs(value: unknown): unknown {
  const wrap = fields(value);
  return 'input_str' in wrap && 'tags' in wrap ? open(wrap.inputs ?? wrap.input_str) : value;
}

function unwrapResult(value: unknown): unknown {
  const message = fields(fields(fields(value).output).kwargs);
  return 'tool_call_id' in message ? onlyText(message.content) : value;
}

/** One block of text is the text. */
function onlyText(value: unknown): unknown {
  const blocks = list(open(value));
  const [block] = blocks;
  return blocks.length === 1 && fields(block).type === 'text' ? fields(block).text : value;
}
