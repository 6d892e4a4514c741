import {isArray, isObject} from '../api.js';
import type {JsonObject, JsonValue} from '../api.js';
import {flattenResult} from './messages/part.js';
import {unfold} from './unfold.js';

/**
 * Arguments of a call without the wrapping of its tracer. Tracers of Python functions write
 * `{args, kwargs}`, LangChain's callback adds tags and metadata that differ at every call, so that
 * no two calls would ever look equal:
 *
 *     {"input_str": "{}", "tags": ["seq:step:1"], "metadata": {…}, "inputs": {"q": "x"}} -> {"q": "x"}
 *     {"args": [], "kwargs": {"q": "x"}}                                                  -> {"q": "x"}
 */
export function unwrapArguments(raw: JsonValue): JsonValue {
  const value = unfold(raw);
  if (!isObject(value)) return value;
  if (value.input_str !== undefined && isLangChainWrap(value)) {
    const inputs = value.inputs;
    if (inputs !== undefined && inputs !== null) return unfold(inputs);
    return unfold(value.input_str);
  }
  if (isArray(value.args) && value.kwargs !== undefined && isObject(value.kwargs)) {
    if (value.args.length === 0) return value.kwargs;
    return {args: value.args, kwargs: value.kwargs};
  }
  return onlyArgument(value) ?? value;
}

/** Traceloop's LangChain.js tracer: `{"args": ["{\"q\": \"x\"}"]}`, the JSON text of the one object given. */
function onlyArgument(value: JsonObject): JsonObject | undefined {
  const {args} = value;
  if (args === undefined || !isArray(args) || args.length !== 1) return undefined;
  const [only] = args;
  if (typeof only !== 'string' || Object.keys(value).length !== 1) return undefined;
  const inner = unfold(only);
  return isObject(inner) ? inner : undefined;
}

function isLangChainWrap(value: JsonObject): boolean {
  return value.tags !== undefined || value.metadata !== undefined || value.kwargs !== undefined;
}

export interface CallResult {
  readonly output: JsonValue;
  readonly toolCallId?: string;
  /** The tool as the message names it; some tracers only log the class of the tool. */
  readonly toolName?: string;
  /** The node or agent that a LangGraph tool jumps to: the call is a hand-off. */
  readonly handsOverTo?: string;
  readonly failed?: true;
}

/**
 * The result of a call without the wrapping of its tracer: LangChain logs the message made of it,
 * MCP clients the content blocks with `isError`.
 */
export function unwrapResult(raw: JsonValue): CallResult {
  const value = unfold(raw);
  if (!isObject(value)) return {output: value};
  const inner = value.output;
  const wrapped = inner !== undefined && isObject(inner) ? inner : value;
  const to = targetOf(wrapped);
  if (to !== undefined) return {...lastMessage(wrapped), handsOverTo: to};
  const message =
    wrapped.lc !== undefined && isObject(wrapped.kwargs ?? null) ? wrapped.kwargs : wrapped;
  if (message !== undefined && message !== null && isObject(message)) {
    const id = message.tool_call_id;
    const content = message.content;
    if (typeof id === 'string' && content !== undefined) {
      const output = flattenResult(content ?? null);
      const {name} = message;
      const toolName = typeof name === 'string' && name !== '' ? {toolName: name} : {};
      const failed = message.status === 'error' ? {failed: true as const} : {};
      return {output, toolCallId: id, ...toolName, ...failed};
    }
  }
  if (value.isError === true && isArray(value.content)) {
    return {output: flattenResult(value.content), failed: true};
  }
  return {output: value};
}

/**
 * LangGraph's Command as a tool returns it to hand over: where to go, and the whole conversation that
 * goes along. Only its last message, the tool's own, is the answer of the call.
 *
 *     {"lg_name": "Command", "update": {"messages": [..., {tool message}]}, "goto": ["shipping"]}
 */
function targetOf(value: JsonObject): string | undefined {
  const {goto} = value;
  if (goto === undefined || value.update === undefined) return undefined;
  if (value.lg_name !== 'Command' && value.graph === undefined) return undefined;
  const first = isArray(goto) ? goto[0] : goto;
  return typeof first === 'string' && first !== '' && first !== '__end__' ? first : undefined;
}

function lastMessage(command: JsonObject): CallResult {
  const update = unfold(command.update ?? null);
  const messages = isObject(update) ? update.messages : undefined;
  const last = messages !== undefined && isArray(messages) ? messages.at(-1) : undefined;
  // A message is no command: this goes one level deep.
  return last !== undefined && isObject(last) && last.goto === undefined
    ? unwrapResult(last)
    : {output: command.goto ?? null};
}
