import {BigNumber, isArray, isObject} from '../api.js';
import type {SniffHead, SniffVerdict} from '../api.js';

export function sniff(head: SniffHead): SniffVerdict {
  for (const value of head.values) {
    const spans = isObject(value) ? value.spans : undefined;
    if (!isArray(spans)) continue;
    const [first] = spans;
    const context = isObject(first) ? first.context : undefined;
    const id = isObject(context) ? context.trace_id : undefined;
    if (typeof id === 'number' || id instanceof BigNumber) {
      return {match: 'yes', reason: 'spans[].context.trace_id is a number'};
    }
    const isEmpty = spans.length === 0 && isObject(value) && 'final_output' in value;
    if (isEmpty) return {match: 'yes', reason: 'an AgentTrace without spans (final_output)'};
  }
  return {match: 'no', reason: 'no spans[] whose context.trace_id is a number'};
}
