import {RE2JS} from 're2js';

/** Patterns of files in a folder, as `--include` and `--exclude` name them. */
export interface PathPatterns {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** `*.jsonl,tmp/**` as its patterns; commas inside braces stay. */
export function splitPatterns(text: string | undefined): readonly string[] {
  const patterns = (text ?? '').match(/(?:\{[^}]*\}|[^,{]|\{)+/g) ?? [];
  return patterns.map((pattern) => pattern.trim()).filter((pattern) => pattern !== '');
}

/**
 * Which paths, relative and with `/`, the patterns leave. A pattern without a slash is of one name of the path,
 * so that a folder's name stands for all in it. Linear in the path.
 */
export function buildPathFilter({include, exclude}: PathPatterns): (path: string) => boolean {
  const [wanted, unwanted] = [include.map(compile), exclude.map(compile)];
  return (path) =>
    (wanted.length === 0 || wanted.some((each) => each.matches(path))) &&
    !unwanted.some((each) => each.matches(path));
}

/** Of a glob its signs, of anything else the text itself. Longest first: `**` and its slash before `*`. */
const SIGNS = /\*\*\/|\*\*|\*|\?|\{[^{}]*\}|[^*?{]+|\{/g;

/** Files are listed with their links, which the glob library leaves out: paths are matched by text. */
function compile(pattern: string): RE2JS {
  const clean = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  const body = toExpression(clean);
  const whole = clean.includes('/') ? `${body}(?:/.*)?` : `(?:.*/)?${body}(?:/.*)?`;
  return RE2JS.compile(whole, RE2JS.DOTALL);
}

function toExpression(glob: string): string {
  return (glob.match(SIGNS) ?? []).map(toPart).join('');
}

function toPart(sign: string): string {
  if (sign === '**/') return '(?:.*/)?';
  if (sign === '**') return '.*';
  if (sign === '*') return '[^/]*';
  if (sign === '?') return '[^/]';
  if (!sign.startsWith('{') || !sign.endsWith('}')) return RE2JS.quote(sign);
  const choices = sign.slice(1, -1).split(',').map(toExpression);
  return `(?:${choices.join('|')})`;
}
