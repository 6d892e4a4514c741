import {isObject} from '../../../model/json.js';
import type {JsonValue} from '../../../model/json.js';
import {toNameWords} from '../../view/tool-nature.js';

/** What cannot be taken back, and what reaches people or systems outside. Words of tool names. */
const FINAL = new Set(['pay', 'payment', 'charge', 'refund', 'transfer', 'purchase', 'withdraw', 'payout',
  'wire']); // prettier-ignore
const REACHES = new Set(['send', 'post', 'publish', 'push', 'email', 'mail', 'sms', 'tweet', 'notify',
  'message', 'reply', 'comment', 'deploy', 'submit', 'order', 'book', 'invite', 'merge', 'release']); // prettier-ignore
/** Names that hold such a word and only look. */
const LOOKS = new Set(['get', 'list', 'read', 'search', 'find', 'check', 'status', 'fetch', 'show', 'view',
  'count', 'lookup', 'query', 'preview', 'validate', 'draft', 'describe', 'history', 'load']); // prettier-ignore
const ACTION_FIELDS = ['action', 'operation', 'op', 'method', 'verb'];

export type Effect = 'final' | 'outward';

/** What a call does outside, as far as its name and its action field tell; undefined = nothing known. */
export function toEffect(name: string, args: JsonValue | undefined): Effect | undefined {
  const words = [...toNameWords(name), ...readAction(args)];
  if (words.some((word) => LOOKS.has(word))) return undefined;
  if (words.some((word) => FINAL.has(word))) return 'final';
  return words.some((word) => REACHES.has(word)) ? 'outward' : undefined;
}

function readAction(args: JsonValue | undefined): readonly string[] {
  if (args === undefined || !isObject(args)) return [];
  for (const field of ACTION_FIELDS) {
    const value = Object.hasOwn(args, field) ? args[field] : undefined;
    if (typeof value === 'string') return toNameWords(value);
  }
  return [];
}
