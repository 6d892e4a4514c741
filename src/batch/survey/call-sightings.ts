import type {RunIndex} from '../../detect/view/run-index.js';
import {toCallNature} from '../../detect/view/tool-nature.js';
import {isArray, isObject, type JsonValue} from '../../model/json.js';
import {STEP_KINDS} from '../../tree/step-table.js';
import {toStableName} from './call-shape.js';
import {findSecrets, hideSecrets} from './secret-marks.js';
import type {SeenAt, SightingBook} from './sighting-book.js';

/** Characters of a text that are searched. */
const HEAD_CHARS = 64 * 1024;
/** Strings of one call's arguments that are looked at. */
const MAX_STRINGS = 200;
const TOOL = STEP_KINDS.indexOf('tool');

const HOST =
  /\b(?:https?|wss?|ftp|postgres(?:ql)?|mysql|redis|mongodb(?:\+srv)?):\/\/(?:[^\s/@"'<>]{1,200}@)?([\w.-]{1,253}(?::\d{1,5})?)/gi;
const PATH_FIELD =
  /^(?:file_?)?(?:path|name)$|^file$|^dir(?:ectory)?$|^cwd$|_path$|_file$|_dir$|^filename$/i;
const REDIRECT = /(?<![0-9&<>=-])>{1,2}\s*([\w./~$-]{1,200})|\btee\s+(?:-a\s+)?([\w./~$-]{1,200})/g;
const HOOK =
  /\b(wp_head|wp_footer|wp_body_open|wp_enqueue_scripts|add_action|add_filter|remove_action|remove_filter|do_action|PreToolUse|PostToolUse|UserPromptSubmit|SessionStart|SubagentStop|pre-commit|post-commit|pre-push|post-receive|crontab)\b|(\.git\/hooks\/[\w.-]+|\.husky\/[\w.-]+|\/(?:web)?hooks?\/[\w.-]*|["']hooks["']\s*:)/g;
const PERMISSION =
  /--dangerously[\w-]*|--yolo\b|\bbypassPermissions\b|\bacceptEdits\b|\bskip[_-]?permissions\b|(?:^|[;&|\n]\s*)(?:sudo|chmod|chown|setfacl|icacls|usermod)\s[^\n;&|]{0,80}|\ballowed[_-]?tools\b|\bpermission[_-]?mode\b|\bGRANT\s[\w ,]{1,60}\sON\b|\b(?:set|put|add|attach)[_-]?(?:iam|role|user)[_-]?polic(?:y|ies)\b/gi;
const RISKY =
  /\brm\s+-\w*[rf]|\bgit\s+push\b[^\n;&|]{0,80}(?:--force|\s-f\b)|\bgit\s+reset\s+--hard|\b(?:DROP|TRUNCATE)\s+(?:TABLE|DATABASE)|\bDELETE\s+FROM\b|\bterraform\s+(?:apply|destroy)|\bkubectl\s+delete|\bcurl\b[^\n|]{0,200}\|\s*(?:ba|z)?sh\b|\bmkfs\b|\bdd\s+if=/i;
const RISKY_WORDS: ReadonlySet<string> = new Set([
  'deploy', 'publish', 'pay', 'payment', 'transfer', 'refund', 'purchase', 'delete', 'drop', 'terminate',
]); // prettier-ignore

/** What one tool call names: hosts, paths, what it writes to, permissions, hooks and credentials. */
export function seeCall(index: RunIndex, step: number, book: SightingBook, at: SeenAt): void {
  if (index.view.steps.kind[step] !== TOOL) return;
  const tool = toStableName(index.reader.name(step));
  const here = {...at, place: tool};
  book.add('tool', tool, {...at, place: ''});
  const args = index.reader.args(step);
  if (args === undefined) return;
  const nature = toCallNature(index.reader.name(step), args);
  for (const {key, text} of listStrings(args)) {
    const safe = hideSecrets(text);
    for (const [, host] of safe.matchAll(HOST)) {
      if (host === undefined) continue;
      book.add('host', host.toLowerCase(), here);
      if (nature.mutates) book.add('write', host.toLowerCase(), here);
    }
    if (PATH_FIELD.test(key) && !text.includes('://') && text.length <= 400 && text !== '') {
      book.add('path', toFolder(safe), here);
      if (nature.mutates || nature.edits) book.add('write', toTarget(safe), here);
    }
    if (nature.isShell) {
      for (const [, redirected, teed] of safe.matchAll(REDIRECT)) {
        const target = redirected ?? teed;
        if (target !== undefined && target !== '/dev/null')
          book.add('write', toTarget(target), here);
      }
    }
    for (const [whole, name, file] of safe.matchAll(HOOK))
      book.add('hook', name ?? file ?? whole, here);
    for (const [found] of safe.matchAll(PERMISSION)) book.add('permission', found.trim(), here);
  }
  const text = index.view.bodies.text(index.view.steps.argsBody[step] ?? -1);
  for (const secret of text === undefined ? [] : findSecrets(text.slice(0, HEAD_CHARS))) {
    book.add('credential', secret, here);
  }
}

/** A call that destroys or pays; its words, where there is such. */
export function findRisk(index: RunIndex, step: number): string | undefined {
  if (index.view.steps.kind[step] !== TOOL) return undefined;
  const name = index.reader.name(step);
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  if (words.some((word) => RISKY_WORDS.has(word))) return toStableName(name);
  const args = index.reader.args(step);
  if (args === undefined) return undefined;
  for (const {text} of listStrings(args)) {
    const found = RISKY.exec(text)?.[0];
    if (found !== undefined) return `${toStableName(name)}: ${hideSecrets(found)}`;
  }
  return undefined;
}

/** Files whose name matters wherever they lie; of others the folder does. */
const SENSITIVE =
  /(?:^|\/)\.[\w.-]+$|^\/etc\/|\/\.(?:ssh|aws|git|github|claude|config)\/|settings|credential|secret|functions\.php$|wp-config|authorized_keys|Dockerfile$|\.ya?ml$/i;

function toTarget(path: string): string {
  return SENSITIVE.test(path) ? path : `${toFolder(path)}/`.replace(/\/\/$/, '/');
}

/** A path without its last step: what is new is a place, not every file in it. */
function toFolder(path: string): string {
  const cut = path.replace(/\\/g, '/').lastIndexOf('/');
  return cut <= 0 ? (cut === 0 ? '/' : '.') : path.slice(0, cut);
}

/** Strings of a value with the name of the field that holds them, bounded. Iterative. */
function* listStrings(value: JsonValue): Generator<{readonly key: string; readonly text: string}> {
  const open: {readonly key: string; readonly value: JsonValue}[] = [{key: '', value}];
  for (let seen = 0; open.length > 0 && seen < MAX_STRINGS; seen++) {
    const at = open.pop();
    if (at === undefined) return;
    if (typeof at.value === 'string') yield {key: at.key, text: at.value.slice(0, HEAD_CHARS)};
    else if (isArray(at.value)) {
      for (const child of at.value.slice(0, MAX_STRINGS)) open.push({key: at.key, value: child});
    } else if (isObject(at.value)) {
      for (const [key, child] of Object.entries(at.value).slice(0, MAX_STRINGS)) {
        if (child !== undefined) open.push({key, value: child});
      }
    }
  }
}
