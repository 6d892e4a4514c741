import {isArray, isObject} from '../../model/json.js';
import type {JsonObject, JsonValue} from '../../model/json.js';
import {toQueryKey} from './query-tokens.js';
import {toShellIntent} from './shell-intent.js';

/** Field names by what they tell, first match wins. Spelling is normalised before the look-up. */
const COMMAND = ['command', 'cmd', 'shell', 'script', 'commandline'];
const QUERY = [
  'query',
  'q',
  'search',
  'searchquery',
  'question',
  'keywords',
  'searchterm',
  'pattern',
];
const URL_FIELDS = ['url', 'uri', 'href', 'link'];
const PATH = ['path', 'filepath', 'file', 'filename', 'notebookpath', 'dir', 'directory', 'target'];

export type IntentKind = 'shell' | 'query' | 'url' | 'path' | 'other';

function pick(args: JsonObject, names: readonly string[]): string | undefined {
  for (const [key, value] of Object.entries(args)) {
    const plain = key.replaceAll(/[_-]/g, '').toLowerCase();
    if (!names.includes(plain)) continue;
    if (typeof value === 'string') return value;
    // argv form: ["bash", "-lc", "git status"]
    if (isArray(value) && value.every((part) => typeof part === 'string')) {
      const script = value[1] === '-lc' || value[1] === '-c' ? value[2] : undefined;
      return script ?? value.join(' ');
    }
  }
  return undefined;
}

/** Address without query and fragment. */
function toUrlIntent(url: string): string {
  return url.replace(/[?#].*$/s, '').replace(/\/+$/, '');
}

/**
 * Level L1: what a call is after. Coarse on purpose: it groups calls in reports, and equality here
 * never proves repetition. The kind is the first word, so that a rule can ask for it.
 */
export function toIntent(args: JsonValue): string {
  if (typeof args === 'string') return `shell ${toShellIntent(args)}`;
  if (!isObject(args)) return 'other';
  const command = pick(args, COMMAND);
  if (command !== undefined) return `shell ${toShellIntent(command)}`;
  const query = pick(args, QUERY);
  if (query !== undefined) {
    const where = pick(args, PATH);
    return `query ${toQueryKey(query)}${where === undefined ? '' : ` @${where}`}`;
  }
  const url = pick(args, URL_FIELDS);
  if (url !== undefined) return `url ${toUrlIntent(url)}`;
  const path = pick(args, PATH);
  if (path !== undefined) return `path ${path}`;
  return `other ${Object.keys(args).sort().join(',')}`;
}

export function toIntentKind(intent: string): IntentKind {
  const cut = intent.indexOf(' ');
  const word = cut < 0 ? intent : intent.slice(0, cut);
  return word === 'shell' || word === 'query' || word === 'url' || word === 'path' ? word : 'other';
}
