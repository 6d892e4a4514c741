import {toNameWords} from '../../detect/view/tool-nature.js';
import type {JsonValue} from '../../model/json.js';
import {isArray, isObject} from '../../model/json.js';
import {joinPaths, looksLikePath, parsePath, parsePathFrom, type NamedPath} from './paths.js';
import {findUrls, type NamedUrl} from './urls.js';
import {splitCommands} from './commands.js';

/** What one tool call is given, by role. Read from the shapes and the field names of its arguments; the tool's name is kept apart. */
export interface CallFacts {
  readonly tool: string;
  readonly paths: readonly NamedPath[];
  /** Shell commands, one for each of a chain, `sudo` and the like dropped. */
  readonly commands: readonly string[];
  readonly urls: readonly NamedUrl[];
  /** Method of an HTTP call that the arguments name: `POST`. */
  readonly method: string | undefined;
  readonly sql: readonly string[];
  /** Text that would be written or sent. */
  readonly content: readonly string[];
  /** All texts of the arguments, keys included, one a line. */
  readonly text: string;
}

/** Bounds on what is read of one call (STYLE H5): beyond it nothing is matched. */
const MAX_VALUES = 2000;
export const MAX_TEXT_CHARS = 64 * 1024;

const COMMAND_FIELD = new Set(['command', 'cmd', 'script', 'bash', 'shell', 'commandline', 'argv']);
const MAX_FOLDER_CHARS = 4096;

const FOLDER_FIELD = new Set(['cwd', 'workdir', 'workingdir', 'workingdirectory']);
const SQL_FIELD = new Set(['sql', 'query', 'statement', 'queries', 'statements']);
const METHOD_FIELD = new Set(['method', 'httpmethod', 'verb']);
const PATH_FIELD =
  /^(?:(?:.*(?:file|dir|directory|folder|pathname))?path|paths|file|files|filename|dir|directory|folder|cwd|workdir|destination|dest|src|source|target|targetfile|theme|plugin)$/;
const CONTENT_FIELD =
  /^(?:content|contents|text|body|data|value|html|js|javascript|css|code|markup|newstr|newstring|newtext|filetext|insert|inserttext|patch|diff|message|payload|replacement|snippet|input|json)$/;
const SQL_TEXT =
  /^\s*(?:--[^\n]*\n\s*)*(?:select|insert|update|delete|replace|drop|alter|truncate|create|grant|revoke|merge|with|call|set|begin|start\s+transaction)\b[\s\S]*?(?:\bfrom\b|\binto\b|\bset\b|\btable\b|\bdatabase\b|\bindex\b|\bview\b|\bto\b|\bon\b|;|$)/i;
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

interface Gathering {
  readonly paths: NamedPath[];
  readonly commands: string[];
  readonly sql: string[];
  readonly content: string[];
  readonly texts: string[];
  method: string | undefined;
  /** Folder that commands start in, as the arguments tell it; empty = not told. */
  readonly folder: string;
  chars: number;
}

/** O(size of the arguments), bounded. Iterative: arguments may be nested as deep as a log likes. */
export function readCallFacts(tool: string, args: JsonValue | undefined): CallFacts {
  const found: Gathering = {
    paths: [],
    commands: [],
    sql: [],
    content: [],
    texts: [],
    method: undefined,
    folder: readFolder(args),
    chars: 0,
  };
  const open: {readonly key: string; readonly value: JsonValue | undefined}[] = [
    {key: '', value: args},
  ];
  for (let seen = 0; seen < MAX_VALUES && found.chars < MAX_TEXT_CHARS; seen++) {
    const next = open.pop();
    if (next === undefined) break;
    const {key, value} = next;
    if (isArray(value)) {
      if (COMMAND_FIELD.has(toField(key)) && value.every((part) => typeof part === 'string')) {
        addText(found, key, value.join(' '));
      } else {
        for (let i = Math.min(value.length, MAX_VALUES) - 1; i >= 0; i--) {
          open.push({key, value: value[i]});
        }
      }
    } else if (isObject(value)) {
      const entries = Object.entries(value).slice(0, MAX_VALUES).reverse();
      for (const [name, inner] of entries) open.push({key: name, value: inner});
    } else if (typeof value === 'string') addText(found, key, value);
    else if (typeof value === 'number' || typeof value === 'boolean') {
      found.texts.push(`${key}: ${value}`);
    }
  }
  return finish(tool, args, found);
}

function readFolder(args: JsonValue | undefined): string {
  if (!isObject(args)) return '';
  for (const [key, value] of Object.entries(args).slice(0, MAX_VALUES)) {
    if (FOLDER_FIELD.has(toField(key)) && typeof value === 'string')
      return value.slice(0, MAX_FOLDER_CHARS);
  }
  return '';
}

function toField(key: string): string {
  return key.replaceAll(/[^a-zA-Z0-9]/g, '').toLowerCase();
}

function addText(found: Gathering, key: string, raw: string): void {
  const text = raw.slice(0, MAX_TEXT_CHARS - found.chars);
  found.chars += text.length;
  const field = toField(key);
  found.texts.push(key === '' ? text : `${key}: ${text}`);
  if (METHOD_FIELD.has(field) && METHODS.has(text.toUpperCase())) {
    found.method = text.toUpperCase();
    return;
  }
  if (COMMAND_FIELD.has(field)) {
    addCommand(found, text);
    return;
  }
  if (SQL_FIELD.has(field) && SQL_TEXT.test(text)) {
    found.sql.push(text);
    return;
  }
  if (CONTENT_FIELD.test(field)) {
    if (SQL_TEXT.test(text)) found.sql.push(text);
    found.content.push(text);
    return;
  }
  if (PATH_FIELD.test(field) ? text.length < 4096 && !text.includes('\n') : looksLikePath(text)) {
    if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) found.paths.push(parsePath(text));
  }
}

/**
 * A command names paths and SQL of its own: `wp db query "UPDATE ..."`, `cat ../../wp-config.php`. A relative path starts
 * where the commands before it have gone: `cd plugins/a && cat ../b/x.php`.
 */
function addCommand(found: Gathering, text: string): void {
  let folder = found.folder;
  for (const {line, words} of splitCommands(text)) {
    found.commands.push(line);
    const target = MOVE.test(line) ? words.find((word) => !/^(?:-.*|\/d)$/i.test(word)) : undefined;
    if (target !== undefined) {
      folder = joinPaths(folder, target).slice(0, MAX_FOLDER_CHARS);
      if (looksLikePath(folder)) found.paths.push(parsePath(folder));
      continue;
    }
    for (const word of words) {
      if (looksLikePath(word)) found.paths.push(parsePathFrom(folder, word));
      else if (word.includes(' ') && SQL_TEXT.test(word)) found.sql.push(word);
      else if (/[<>{}();]/.test(word) && word.length > 8) found.content.push(word);
    }
  }
}

const MOVE = /^(?:cd|pushd|chdir|Set-Location)\s/i;

function finish(tool: string, args: JsonValue | undefined, found: Gathering): CallFacts {
  // A tool that takes one bare text: a shell by its name takes a command, any other takes what it takes.
  if (typeof args === 'string' && toNameWords(tool).some((word) => SHELL_NAME.has(word))) {
    addCommand(found, args.slice(0, MAX_TEXT_CHARS));
  }
  const text = found.texts.join('\n');
  const urls = findUrls(text);
  return {
    tool,
    paths: found.paths,
    commands: found.commands,
    urls,
    method: found.method ?? readCurlMethod(found.commands),
    sql: found.sql,
    content: found.content,
    text,
  };
}

const SHELL_NAME = new Set(['bash', 'sh', 'shell', 'terminal', 'zsh', 'powershell', 'exec']);

function readCurlMethod(commands: readonly string[]): string | undefined {
  for (const command of commands) {
    if (!/^(?:curl|wget|http|https|xh)\b/.test(command)) continue;
    const named = /\s(?:-X|--request|--method)[\s=]*['"]?([A-Za-z]+)/.exec(command)?.[1];
    if (named !== undefined) return named.toUpperCase();
    if (/\s(?:-d|--data(?:-\w+)?|--json|-F|--form|--post-data|--post-file)\b/.test(command)) {
      return 'POST';
    }
    if (/\s(?:-T|--upload-file)\b/.test(command)) return 'PUT';
    const verb = /^(?:http|https|xh)\s+(GET|POST|PUT|PATCH|DELETE)\b/.exec(command)?.[1];
    return verb ?? 'GET';
  }
  return undefined;
}
