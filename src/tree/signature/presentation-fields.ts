import {isObject} from '../../model/json.js';
import type {JsonObject, JsonValue} from '../../model/json.js';

/**
 * Fields a model fills to explain a call, not to direct it (deer-flow#1578, oh-my-pi#10895: 303
 * equal calls hidden by one moving sentence).
 */
const EXPLANATION = new Set([
  'reason',
  'reasoning',
  'intent',
  'explanation',
  'rationale',
  'justification',
  'thought',
  'thoughts',
  'why',
  'purpose',
  'narration',
]);

/** Captions: presentation beside a command, but the content itself of `create_issue`. */
const CAPTION = new Set(['description', 'title', 'label', 'summary', 'comment']);

/** A call with one of these says by it what is done; a caption beside it is decoration. */
const DIRECTIVE = new Set([
  'command',
  'cmd',
  'code',
  'script',
  'query',
  'pattern',
  'url',
  'file_path',
  'filepath',
  'path',
]);

/**
 * Presentation fields of a call's top-level arguments. Never all fields: a call whose only field
 * is `thought` keeps it, or every thought would be the same call.
 */
export function findPresentationFields(args: JsonValue): ReadonlySet<string> | undefined {
  if (!isObject(args)) return undefined;
  const names = Object.keys(args);
  const directed = names.some((name) => DIRECTIVE.has(name.toLowerCase()));
  const dropped = new Set<string>();
  for (const name of names) {
    const plain = name.toLowerCase().replaceAll(/^_+|_+$/g, '');
    if (EXPLANATION.has(plain) || (directed && CAPTION.has(plain) && !isContent(args, name))) {
      dropped.add(name);
    }
  }
  return dropped.size > 0 && dropped.size < names.length ? dropped : undefined;
}

/** Captions are sentences; a structure under such a name is payload. */
function isContent(args: JsonObject, name: string): boolean {
  return typeof args[name] !== 'string';
}
