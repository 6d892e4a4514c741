import type {SniffHead, SniffVerdict} from '../api.js';
import {getField, isObject} from '../api.js';
import {textOf} from '../common/fields.js';

const TYPES = new Set([
  'system',
  'user',
  'reasoning',
  'assistant',
  'tool_result',
  'backend_tool_call',
]);

/** Rows typed by role without ids and times; the model's fingerprint is Grok Build's own. */
export function sniff({values}: SniffHead): SniffVerdict {
  const rows = values.filter(isObject);
  const [first] = rows;
  if (rows.length === 1 && first !== undefined && 'num_chat_messages' in first) {
    const reason = 'the summary of a Grok Build session: its log is chat_history.jsonl beside it';
    return {match: 'no', isLookAlike: true, reason};
  }
  // The last row of the head may be cut off in the middle of its type.
  const whole = rows.length > 1 ? rows.slice(0, -1) : rows;
  const typed = whole.length > 0 && whole.every((row) => TYPES.has(textOf(row, 'type') ?? ''));
  if (!typed)
    return {match: 'no', reason: 'not all rows are typed system, user, assistant or tool_result'};
  const own = rows.some(
    (row) =>
      textOf(row, 'type') === 'assistant' &&
      (getField(row, 'model_fingerprint') !== undefined || getField(row, 'model_id') !== undefined),
  );
  return own
    ? {match: 'yes', reason: 'has assistant rows with model_id and model_fingerprint'}
    : {match: 'no', reason: 'no assistant row with model_id or model_fingerprint'};
}
