/** A path as a call names it, and where it leads. */
export interface NamedPath {
  readonly raw: string;
  /** `.` and `..` resolved, escapes decoded, `/` throughout. A relative path that climbs out begins with `..`. */
  readonly resolved: string;
  /** It climbs: out of where it starts, or back over folders that it names itself. */
  readonly climbs: boolean;
}

const MAX_PATH_CHARS = 4096;
/** `%252e%252e` needs two rounds; more is not decoded by any server that we know of. */
const MAX_DECODES = 3;

/** `/a/b`, `./a`, `../a`, `~/a`, `C:\a`, `a/b.php`; no text with blanks, no URL. */
export function looksLikePath(text: string): boolean {
  if (text.length < 2 || text.length > MAX_PATH_CHARS || /[\s<>|"'`;{}()]/.test(text)) return false;
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return false;
  if (/^(?:\/(?!\/)|\.{1,2}\/|~\/|[A-Za-z]:[\\/]|\\\\)/.test(text)) return true;
  if (/(?:^|[\\/]|%2f|%5c)(?:\.\.|%2e%2e|%252e)(?:[\\/]|%2f|%5c|%25|$)/i.test(text)) return true;
  return /^[\w.@%+-]+(?:\/[\w.@%+-]+)+$/.test(text) && !/^\d+(?:\/\d+)+$/.test(text);
}

/**
 * Resolves a path without looking at any disk: what a check in front of the tool could have seen.
 *
 *     wp-content/plugins/sitepress/../../../wp-config.php  ->  wp-config.php, climbs
 *     /srv/site/%2e%2e/%2e%2e/etc/passwd                   ->  /etc/passwd, climbs
 *     src/./a.ts                                           ->  src/a.ts
 */
export function parsePath(raw: string): NamedPath {
  const text = decode(raw.slice(0, MAX_PATH_CHARS)).replaceAll('\\', '/').replaceAll('\0', '');
  const isAbsolute = text.startsWith('/');
  const kept: string[] = [];
  let climbs = false;
  for (const part of text.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') kept.push(part);
    else {
      climbs = true;
      if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
      else if (!isAbsolute) kept.push('..');
    }
  }
  const joined = kept.join('/');
  return {raw, resolved: isAbsolute ? `/${joined}` : joined === '' ? '.' : joined, climbs};
}

const IS_ROOTED = /^(?:[/~$]|[A-Za-z]:[\\/]|\\\\)/;
/** Going back this far from where a command has moved to is moving about, not climbing out. */
const NEAR_LEVELS = 2;

export function joinPaths(folder: string, path: string): string {
  return folder === '' || IS_ROOTED.test(path) ? path : `${folder}/${path}`;
}

/** A path as a command names it that has moved to a folder before: `cd a/b && cat ../c.php` stays near, and reads a/c.php. */
export function parsePathFrom(folder: string, word: string): NamedPath {
  const path = parsePath(joinPaths(folder, word));
  if (path.raw === word || !path.climbs) return path;
  const near = parsePath(folder).resolved.split('/').slice(0, -NEAR_LEVELS).join('/');
  const isNear = near !== '' && !near.startsWith('..') && path.resolved.startsWith(`${near}/`);
  return {...path, climbs: !isNear};
}

function decode(text: string): string {
  let decoded = text;
  for (let round = 0; round < MAX_DECODES && decoded.includes('%'); round++) {
    const next = decoded.replaceAll(/%(2e|2f|5c|25|00)/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
    if (next === decoded) break;
    decoded = next;
  }
  return decoded;
}

/**
 * Whether a path matches a pattern of a policy: `*` within a folder, `**` over folders, a folder name
 * alone for all that is in it. Both are compared resolved; a path that climbs out matches nothing. O(path * pattern).
 */
export function matchesPathPattern(path: NamedPath, pattern: string): boolean {
  if (path.resolved === '..' || path.resolved.startsWith('../')) return false;
  const wanted = parsePath(pattern).resolved.split('/');
  return matchParts(path.resolved.split('/'), wanted[0] === '.' ? [] : wanted);
}

/** Greedy with one way back to the last `**`: linear in the product, no recursion. */
function matchParts(parts: readonly string[], wanted: readonly string[]): boolean {
  let [at, want, star, mark] = [0, 0, -1, 0];
  while (at < parts.length) {
    const pattern = wanted[want];
    if (pattern === '**') [star, mark, want] = [want, at, want + 1];
    else if (pattern === undefined && (star < 0 || want > star)) {
      // The pattern names a folder: what is below it is inside, unless an earlier ** may match longer.
      return true;
    } else if (pattern !== undefined && matchName(parts[at] ?? '', pattern))
      [at, want] = [at + 1, want + 1];
    else if (star >= 0) [mark, at, want] = [mark + 1, mark + 1, star + 1];
    else return false;
  }
  while (wanted[want] === '**') want++;
  return want === wanted.length;
}

/** `*` any characters, `?` one; the same greedy walk within a name. */
export function matchName(name: string, pattern: string): boolean {
  let [at, want, star, mark] = [0, 0, -1, 0];
  while (at < name.length) {
    if (pattern[want] === '*') [star, mark, want] = [want, at, want + 1];
    else if (pattern[want] === '?' || pattern[want] === name[at]) [at, want] = [at + 1, want + 1];
    else if (star >= 0) [mark, at, want] = [mark + 1, mark + 1, star + 1];
    else return false;
  }
  while (pattern[want] === '*') want++;
  return want === pattern.length;
}
