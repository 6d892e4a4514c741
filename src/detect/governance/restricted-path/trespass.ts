import {isArray, isObject} from '../../../model/json.js';
import type {JsonValue} from '../../../model/json.js';
import type {CallNature} from '../../view/tool-nature.js';

/** Where a path leads: to credentials, to a write into the system, or out of the workspace. */
export type Trespass = 'credentials' | 'system' | 'outside';

const PATH_FIELDS =
  /^(?:.*_)?(?:path|file|filename|file_?path|dir|directory|folder|target|source|src|dest|destination|uri)s?$/i;
const COMMAND_FIELDS = /^(?:command|cmd|script)$/i;
/** Characters of a command and values of one call that are read. */
const MAX_CHARS = 4000;
const MAX_VALUES = 64;

/** Files that hold credentials, wherever the home folder is. */
const CREDENTIALS =
  /(?:^|[\s'"=:/~])(?:etc\/(?:shadow|gshadow|sudoers)|\.ssh\/(?:id_\w+|authorized_keys)|\.aws\/credentials|\.config\/gcloud\/(?:credentials|application_default)|\.kube\/config|\.docker\/config\.json|\.netrc|\.pgpass|\.git-credentials|\.npmrc|\.pypirc|proc\/(?:\d+|self)\/environ)(?:$|[\s'";|&)])/;
const SYSTEM = /^\/(?:etc|usr|bin|sbin|boot|lib|lib64|sys|proc|System|Windows)(?:\/|$)/;
const SYSTEM_WRITE =
  /(?:>{1,2}\s*|\b(?:rm|mv|cp|tee|chmod|chown|ln)\b[^;|&\n]{0,200}\s)\/(?:etc|usr|bin|sbin|boot|lib|lib64|sys)\/(?!local\/|tmp)/;

/** Undefined where the arguments lead nowhere special. */
export function readTrespass(
  args: JsonValue | undefined,
  nature: CallNature,
): Trespass | undefined {
  if (args === undefined) return undefined;
  const {paths, command} = readPlaces(args, nature.isShell);
  if (command !== undefined) {
    if (CREDENTIALS.test(command)) return 'credentials';
    if (SYSTEM_WRITE.test(command)) return 'system';
  }
  for (const path of paths) {
    if (CREDENTIALS.test(path)) return 'credentials';
    if (nature.mutates && SYSTEM.test(path)) return 'system';
    if (climbsOut(path)) return 'outside';
  }
  return undefined;
}

interface Places {
  readonly paths: readonly string[];
  readonly command: string | undefined;
}

function readPlaces(args: JsonValue, isShell: boolean): Places {
  if (typeof args === 'string') {
    return {paths: [], command: isShell ? args.slice(0, MAX_CHARS) : undefined};
  }
  const paths: string[] = [];
  let command: string | undefined;
  if (!isObject(args)) return {paths, command};
  for (const [key, value] of Object.entries(args).slice(0, MAX_VALUES)) {
    if (COMMAND_FIELDS.test(key)) {
      const text = isArray(value) ? value.map(String).join(' ') : value;
      if (typeof text === 'string') command = text.slice(0, MAX_CHARS);
      continue;
    }
    if (!PATH_FIELDS.test(key)) continue;
    const own = isArray(value) ? value : [value];
    for (const one of own.slice(0, MAX_VALUES)) {
      if (typeof one === 'string' && one.length < MAX_CHARS) paths.push(one);
    }
  }
  return {paths, command};
}

/**
 * True for a path that leads above where it starts: `../../x`, `a/../../x`. From an absolute one it
 * is told only where it climbs above the root.
 */
export function climbsOut(path: string): boolean {
  if (!path.includes('..')) return false;
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    depth += part === '..' ? -1 : 1;
    if (depth < 0) return true;
  }
  return false;
}
