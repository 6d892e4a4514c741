import type {SniffHead, SniffVerdict} from '../api.js';
import {getField, isObject} from '../api.js';
import {objectOf, textOf} from '../common/fields.js';
import {logTextOf} from '../common/text-log/log-text.js';

/** `# aider chat started at 2025-03-18 12:32:22` */
export const STARTED = /^# aider chat started at (\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2})/;
/** A history that was cut off at the top still says what each reply cost. */
const TOKENS = /^> Tokens: [\d.,]+[kM]? sent, (?:[^\n]*, )?[\d.,]+[kM]? received\./m;
/** `TO LLM 2025-04-24T14:19:32` */
export const CALL = /^(TO LLM|LLM RESPONSE) (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?)\s*$/;

export type Kind = 'chat' | 'llm' | 'analytics';

export function kindOf(head: SniffHead): Kind | undefined {
  for (const value of head.values) {
    if (!isObject(value)) break;
    const isAider = AIDER_EVENTS.has(textOf(value, 'event') ?? '');
    if (isAider && objectOf(value, 'properties') !== undefined && getField(value, 'user_id')) {
      return 'analytics';
    }
  }
  const text = logTextOf(head) ?? '';
  if (anyLine(STARTED, text) || TOKENS.test(text)) return 'chat';
  return anyLine(CALL, text) ? 'llm' : undefined;
}

/** Events that only aider writes; `launched` and `exit` are anybody's words. */
const AIDER_EVENTS = new Set([
  'message_send',
  'message_send_starting',
  'cli session',
  'gui session',
]);

function anyLine(line: RegExp, text: string): boolean {
  return new RegExp(line.source, 'm').test(text);
}

export function sniff(head: SniffHead): SniffVerdict {
  switch (kindOf(head)) {
    case 'chat':
      return {match: 'yes', reason: 'has a line "# aider chat started at" or "> Tokens: N sent"'};
    case 'llm':
      return {match: 'yes', reason: 'has lines "TO LLM <time>" or "LLM RESPONSE <time>"'};
    case 'analytics':
      return {match: 'yes', reason: 'has events message_send or cli session with properties'};
    case undefined:
      return {match: 'no', reason: 'no line "# aider chat started at" and no "TO LLM <time>"'};
  }
}
