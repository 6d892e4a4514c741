import {isArray, isObject} from '../../../model/json.js';
import type {JsonValue} from '../../../model/json.js';
import {writeCanonical} from '../../../tree/signature/canonical-json.js';
import {maskVolatile} from '../../../tree/signature/mask-volatile.js';
import {toQueryKey} from '../../../tree/signature/query-tokens.js';
import {toFieldRole} from '../../../tree/signature/volatile-fields.js';

/** Fields that hold a question in free words. */
const QUESTION =
  /^(?:.*_)?(?:query|q|search|question|keywords?|prompt|text_query|search_?term)s?$/i;

/**
 * What arguments mean: questions as sets of words, throw-away values (nonce, request id, time)
 * masked by role and shape. Everything else stays as it is.
 */
export function toEssence(args: JsonValue): string {
  return writeCanonical(args, {
    field: (key, value) => {
      if (isObject(value) || isArray(value)) return undefined;
      if (toFieldRole(key) === 'volatile') return '"<v>"';
      if (typeof value !== 'string' || !QUESTION.test(key)) return undefined;
      return JSON.stringify(toQueryKey(value));
    },
    text: maskVolatile,
  });
}

const SINCE =
  /^(?:since|after|from|start|newer_?than|updated_?(?:after|since)|last_?seen|(?:start|from|since|min)_?(?:time|date|timestamp|at)?)$/i;

/** True for arguments that ask for what is new since a time: each such call moves it on by nature. */
export function asksSince(args: JsonValue | undefined): boolean {
  if (args === undefined || !isObject(args)) return false;
  return Object.entries(args).some(
    ([key, value]) =>
      SINCE.test(key) &&
      (typeof value === 'number' || typeof value === 'string') &&
      maskVolatile(String(value)) !== String(value),
  );
}
