import {getField, isArray, isObject} from '../../api.js';
import type {JsonValue} from '../../api.js';

const KEYS = ['finish_reason', 'finishReason', 'stop_reason', 'stopReason'] as const;

/** Why the model stopped, from a response that was logged whole: chat completion, Gemini, Anthropic, Bedrock. */
export function finishReasonOf(reply: JsonValue | undefined): string | undefined {
  if (reply === undefined || !isObject(reply)) return undefined;
  const choices = reply.choices ?? reply.candidates;
  const choice = choices !== undefined && isArray(choices) ? choices[0] : undefined;
  for (const place of [choice, reply]) {
    if (place === undefined || !isObject(place)) continue;
    for (const key of KEYS) {
      const reason = getField(place, key);
      if (typeof reason === 'string' && reason !== '') return reason;
    }
  }
  return undefined;
}
