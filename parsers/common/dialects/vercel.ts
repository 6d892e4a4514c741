/** Vercel AI SDK 3 to 6. Source: github.com/vercel/ai packages/ai/src/telemetry. */
import {isArray} from '../../api.js';
import type {JsonValue, Message, MessagePart, SpanKind} from '../../api.js';
import {unwrapArguments} from '../call-payload.js';
import {toolCall} from '../messages/part.js';
import {messagesOfRequest} from '../messages/payload.js';
import type {Dialect, SpanMapping} from '../span-mapping.js';
import type {SpanReader} from '../span-reader.js';
import {unfold} from '../unfold.js';
import {toUsage} from '../usage.js';

/** The outer span of a call is the run of its loop; the inner `do…` span is one model call. */
function kindOfOperation(operation: string): SpanKind | undefined {
  if (!operation.startsWith('ai.')) return undefined;
  if (operation === 'ai.toolCall') return 'tool';
  if (/^ai\.embed/.test(operation)) return 'embedding';
  if (/\.do(?:Generate|Stream)$/.test(operation)) return 'llm';
  if (/^ai\.(?:generate|stream)/.test(operation)) return 'agent';
  return 'chain';
}

export const vercel: Dialect = {
  id: 'vercel',
  isPresent: (span) => span.hasPrefix('ai') || span.hasPrefix('operation'),
  kindOf: (span) => {
    const id = span.text('ai.operationId') ?? span.text('operation.name')?.split(' ')[0];
    const kind = id === undefined ? undefined : kindOfOperation(id);
    // Without a function id the outer span is an anonymous loop, no agent.
    return kind === 'agent' && !span.has('ai.telemetry.functionId') ? 'chain' : kind;
  },
  fill,
};

/** Sums of the inner `do…` spans, which the SDK always writes too: exports that lost the parents would count them twice. */
function isRollUp(span: SpanReader): boolean {
  const id = span.text('ai.operationId') ?? span.text('operation.name')?.split(' ')[0] ?? '';
  return /^ai\.(?:generate|stream|embed)[A-Za-z]*$/.test(id);
}

function fill(span: SpanReader, to: SpanMapping): void {
  if (to.kind === 'agent') to.agentName ??= span.text('ai.telemetry.functionId');
  to.sessionId ??= span.text(
    'ai.telemetry.metadata.sessionId',
    'ai.telemetry.metadata.threadId',
    'ai.telemetry.metadata.chatId',
  );
  to.model ??= span.text('ai.response.model', 'ai.model.id');
  to.provider ??= span.text('ai.model.provider');
  to.finishReason ??= span.text('ai.response.finishReason', 'ai.finishReason');
  if (!isRollUp(span)) to.usage ??= readUsage(span);
  if (to.kind === 'tool') fillTool(span, to);
  else fillMessages(span, to);
}

function readUsage(span: SpanReader): ReturnType<typeof toUsage> {
  return toUsage({
    input: span.count('ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
    output: span.count('ai.usage.outputTokens', 'ai.usage.completionTokens'),
    cachedRead: span.count(
      'ai.usage.cachedInputTokens',
      'ai.usage.inputTokenDetails.cacheReadTokens',
    ),
    cachedWrite: span.count('ai.usage.inputTokenDetails.cacheWriteTokens'),
    reasoning: span.count(
      'ai.usage.reasoningTokens',
      'ai.usage.outputTokenDetails.reasoningTokens',
    ),
    total: span.count('ai.usage.totalTokens'),
  });
}

function fillTool(span: SpanReader, to: SpanMapping): void {
  to.toolName ??= span.text('ai.toolCall.name');
  to.toolCallId ??= span.text('ai.toolCall.id');
  const input = span.take('ai.toolCall.args', 'ai.toolCall.input');
  if (input !== undefined) to.input ??= unwrapArguments(input);
  const output = span.take('ai.toolCall.result', 'ai.toolCall.output');
  if (output !== undefined) to.output ??= unfold(output);
}

function fillMessages(span: SpanReader, to: SpanMapping): void {
  const list = span.take('ai.prompt.messages');
  if (typeof list === 'string') to.messagesIn ??= {kind: 'text', text: list};
  else {
    const prompt = list ?? span.take('ai.prompt');
    const messages = prompt === undefined ? [] : messagesOfRequest(prompt);
    if (messages.length > 0) to.messagesIn ??= {kind: 'list', messages};
  }
  const reply = readReply(span);
  if (reply !== undefined) to.messagesOut ??= {kind: 'list', messages: [reply]};
}

function readReply(span: SpanReader): Message | undefined {
  const parts: MessagePart[] = [];
  const reasoning = span.take('ai.response.reasoning');
  if (typeof reasoning === 'string' && reasoning !== '') {
    parts.push({kind: 'reasoning', text: reasoning});
  }
  const text = span.take(
    'ai.response.text',
    'ai.result.text',
    'ai.response.object',
    'ai.result.object',
  );
  if (typeof text === 'string' && text !== '') parts.push({kind: 'text', text});
  const calls = unfold(span.take('ai.response.toolCalls', 'ai.result.toolCalls') ?? null);
  if (isArray(calls)) for (const call of calls) parts.push(readCall(call));
  return parts.length === 0 ? undefined : {role: 'assistant', parts};
}

function readCall(raw: JsonValue): MessagePart {
  const part =
    typeof raw === 'object' && raw !== null && !isArray(raw) && 'toolName' in raw
      ? toolCall(raw)
      : undefined;
  return part ?? {kind: 'other', value: raw};
}
