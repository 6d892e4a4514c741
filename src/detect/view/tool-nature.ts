import {isArray, isObject} from '../../model/json.js';
import type {JsonValue} from '../../model/json.js';

/**
 * What a call is known to do, from its name and arguments. A rule may only use it to *spare* a
 * call (a poll, a write); equality of calls and answers is what accuses.
 */
export interface CallNature {
  /** Changes something outside: a constant "ok" is then no sign of standing still. */
  readonly mutates: boolean;
  /** The recorded arguments name a file and tell nothing else. */
  readonly namesOnlyFile: boolean;
  /** Changes the content of a file. */
  readonly edits: boolean;
  /** Asks whether something has come about: an equal answer is expected for a while. */
  readonly polls: boolean;
  /** Asks whether something lives: for as long as it does, the answer is the same. */
  readonly watches: boolean;
  /** Only passes time. */
  readonly waits: boolean;
  /** Looks for things: that it finds none is an answer, and no mere confirmation. */
  readonly asks: boolean;
  /** Runs whatever its text says: its failures have many unrelated causes. */
  readonly isShell: boolean;
}

const MUTATING = new Set([
  'write', 'edit', 'create', 'update', 'delete', 'remove', 'insert', 'replace', 'patch', 'apply',
  'append', 'save', 'move', 'rename', 'send', 'post', 'put', 'publish', 'commit', 'push', 'upload',
  'submit', 'add', 'set', 'book', 'cancel', 'pay', 'modify', 'mkdir', 'install', 'deploy', 'store',
  'insert', 'assign', 'schedule', 'reply', 'notify', 'merge', 'upsert', 'transfer', 'refund',
]); // prettier-ignore

const POLLING = new Set(['poll', 'status', 'wait', 'watch', 'await', 'progress', 'monitor', 'ready',
  'health', 'heartbeat', 'ping', 'pending']); // prettier-ignore

const WATCHING = new Set(['monitor', 'health', 'healthcheck', 'heartbeat', 'keepalive', 'ping', 'alive',
  'liveness', 'watchdog']); // prettier-ignore

const ASKING = new Set(['search', 'find', 'grep', 'rg', 'query', 'lookup', 'retrieve', 'glob']);

const WAITING = new Set(['sleep', 'wait', 'delay', 'pause']);

const SHELL = new Set(['bash', 'shell', 'sh', 'terminal', 'exec', 'run', 'command', 'cmd', 'zsh',
  'powershell', 'console', 'execute', 'python', 'ipython', 'code', 'interpreter']); // prettier-ignore

/** Argument fields that name the action of a many-purpose tool. */
const ACTION_FIELDS = ['action', 'operation', 'op', 'method', 'mode', 'verb'];

const SHELL_MUTATES =
  /(?:^|[;&|(\n]\s*|\bsudo\s+|\bxargs\s+)(?:rm|mv|cp|mkdir|rmdir|touch|chmod|chown|ln|tee|dd|install|patch|kill|pkill|truncate|unzip|tar\s+-?x|git\s+(?:-\S+\s+\S+\s+)?(?:add|commit|push|mv|rm|checkout|switch|restore|reset|merge|rebase|apply|stash|cherry-pick|revert|clone|init|pull)|(?:npm|pnpm|yarn|pip3?|uv|poetry|cargo|apt|apt-get|brew|conda)\s+(?:i|install|add|remove|uninstall|update|upgrade|publish)|docker\s+(?:run|rm|stop|start|build|push)|kubectl\s+(?:apply|delete|create|patch|scale)|sed\s+(?:-\w+\s+)*-i|perl\s+-\w*i|curl\s[^|;]*-X\s*(?:POST|PUT|PATCH|DELETE))\b/;
const REDIRECT = /(?<![0-9&<>-])>{1,2}(?!\s*&|\s*\/dev\/null|=)/;
const SHELL_WAITS = /^\s*(?:sleep|wait)\s*[\d.]*[smh]?\s*$/;
const SHELL_POLLS = /^\s*(?:sleep\s+[\d.]+[smh]?\s*(?:&&|;)\s*\S)/;

/** Command text is read up to here: a script of megabytes is not searched whole. */
const HEAD_CHARS = 4000;

/** Words of a name: `getJobStatus`, `get_job_status` and `get-job-status` alike. */
export function toNameWords(name: string): readonly string[] {
  return name
    .slice(0, 200)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

const OUTPUT_OF = new Set([
  'read',
  'get',
  'bash',
  'shell',
  'task',
  'process',
  'terminal',
  'command',
]);

/** `read_output`, `BashOutput`: draining something that runs; no news is no surprise. */
function readsOutput(words: readonly string[]): boolean {
  return words.includes('output') && words.some((word) => OUTPUT_OF.has(word));
}

function readCommand(args: JsonValue | undefined): string | undefined {
  if (typeof args === 'string') return args.slice(0, HEAD_CHARS);
  if (args === undefined || !isObject(args)) return undefined;
  for (const field of ['command', 'cmd', 'script', 'code']) {
    const value = Object.hasOwn(args, field) ? args[field] : undefined;
    if (typeof value === 'string') return value.slice(0, HEAD_CHARS);
    if (isArray(value)) return value.map(String).join(' ').slice(0, HEAD_CHARS);
  }
  return undefined;
}

const FILE_FIELDS = new Set(['path', 'file', 'filepath', 'filename', 'notebookpath', 'targetfile',
  'target', 'uri']); // prettier-ignore
const EDITING = new Set(['write', 'edit', 'patch', 'replace', 'update', 'apply', 'insert', 'append',
  'modify', 'save']); // prettier-ignore

function namesOnlyFile(args: JsonValue | undefined): boolean {
  if (args === undefined || !isObject(args)) return false;
  const fields = Object.keys(args);
  return (
    fields.length > 0 &&
    fields.every((field) => FILE_FIELDS.has(field.replaceAll(/[_-]/g, '').toLowerCase()))
  );
}

function readActions(args: JsonValue | undefined): readonly string[] {
  if (args === undefined || !isObject(args)) return [];
  const words: string[] = [];
  for (const field of ACTION_FIELDS) {
    const value = Object.hasOwn(args, field) ? args[field] : undefined;
    if (typeof value === 'string') words.push(...toNameWords(value));
  }
  return words;
}

export function toCallNature(name: string, args: JsonValue | undefined): CallNature {
  const words = toNameWords(name);
  const actions = readActions(args);
  const all = [...words, ...actions];
  const command = readCommand(args);
  const isShell = command !== undefined || words.some((word) => SHELL.has(word));
  const watches = all.some((word) => WATCHING.has(word));
  const waits = all.some((word) => WAITING.has(word)) || SHELL_WAITS.test(command ?? '');
  return {
    mutates:
      all.some((word) => MUTATING.has(word)) ||
      (command !== undefined && (SHELL_MUTATES.test(command) || REDIRECT.test(command))),
    namesOnlyFile: namesOnlyFile(args),
    edits: words.some((word) => EDITING.has(word)),
    polls:
      waits ||
      watches ||
      all.some((word) => POLLING.has(word)) ||
      readsOutput(words) ||
      SHELL_POLLS.test(command ?? ''),
    watches,
    waits,
    asks: all.some((word) => ASKING.has(word)),
    isShell,
  };
}
