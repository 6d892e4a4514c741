import type {JsonObject, SniffHead, SniffVerdict} from '../api.js';
import {getField, isObject} from '../api.js';
import {numberOf, objectOf, textOf} from '../common/fields.js';
import {readLogLine} from '../common/log-line.js';

/** Lines of the head that are looked at. */
const LOOKED_AT = 200;

export function sniff({head, values, container}: SniffHead): SniffVerdict {
  if (container !== 'text' && container !== 'json-lines' && container !== 'json-document') {
    return {match: 'no', reason: 'no log lines'};
  }
  const found = values.some((value) => isObject(value) && isEvent(value)) || hasEventLine(head);
  return found
    ? {match: 'yes', reason: 'has LLMCall, ToolCall or Message events of autogen_core'}
    : {
        match: 'no',
        reason:
          'no type LLMCall with response, ToolCall with tool_name, or Message with delivery_stage',
      };
}

function hasEventLine(head: Uint8Array): boolean {
  const lines = Buffer.from(head).toString('utf8').split('\n', LOOKED_AT);
  return lines.some((line) => {
    const read = readLogLine(line);
    return read !== undefined && isEvent(read.value);
  });
}

export function isEvent(value: JsonObject): boolean {
  switch (textOf(value, 'type')) {
    case 'LLMCall':
    case 'LLMStreamEnd':
      return (
        objectOf(value, 'response') !== undefined &&
        'agent_id' in value &&
        numberOf(value, 'prompt_tokens') !== undefined
      );
    case 'ToolCall':
      return textOf(value, 'tool_name') !== undefined && 'agent_id' in value;
    case 'Message':
      return (
        textOf(value, 'delivery_stage') !== undefined && getField(value, 'payload') !== undefined
      );
    case 'MessageHandlerException':
      return textOf(value, 'handling_agent') !== undefined;
    case undefined:
    default:
      return false;
  }
}
