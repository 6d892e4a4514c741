/** One command of a chain, as text and as words with their quotes removed. */
export interface ShellCommand {
  readonly line: string;
  readonly words: readonly string[];
}

/** Commands of one chain that are looked at, and how deep `bash -c '...'` is opened. */
const MAX_COMMANDS = 200;
const MAX_NESTING = 3;

const PREFIX = new Set([
  'sudo',
  'env',
  'nohup',
  'time',
  'exec',
  'command',
  'then',
  'do',
  'else',
  '!',
  '{',
  '(',
]);
const SHELLS = new Set(['bash', 'sh', 'zsh', 'dash', 'su', 'runuser']);
const WINDOWS_SHELLS = new Set(['cmd', 'powershell', 'pwsh']);
/** Programs that run another one elsewhere, and programs that are looked for behind them. */
const WRAPPERS = new Set(
  'docker podman docker-compose kubectl lando ddev wp-env npx ssh xargs php timeout nice gosu'.split(
    ' ',
  ),
);
const INNER = new Set(
  'wp mysql mariadb psql sqlite3 git bash sh curl wget cat sed tee cp mv rm ln head tail'.split(
    ' ',
  ),
);
/** In a text with such a path, a backslash parts folders and escapes nothing. */
const WINDOWS_PATH = /(?:^|[\s"'=(])(?:[A-Za-z]:\\|\.{1,2}\\|\\\\\w)/;

/**
 * Splits shell text at `;`, `&&`, `||`, `|`, `&` and line ends outside quotes. What a shell, a container or another
 * machine is told to run is a command too. Good enough to tell what is run; it expands nothing. O(length).
 *
 *     cd /srv && sudo wp option get x | head -1   ->   cd /srv / wp option get x / head -1
 *     docker compose exec -T web wp eval 'x();'   ->   docker compose exec ... / wp eval x();
 */
export function splitCommands(text: string): readonly ShellCommand[] {
  const found: ShellCommand[] = [];
  const open = [{text, depth: 0}];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    for (const words of splitWords(next.text)) {
      if (found.length >= MAX_COMMANDS) return found;
      const own = dropPrefix(words);
      const [program = '', ...rest] = own;
      if (program === '') continue;
      const script = findScript(toBase(program), rest);
      if (script !== undefined && next.depth < MAX_NESTING) {
        open.push({text: script, depth: next.depth + 1});
        continue;
      }
      const at = WRAPPERS.has(toBase(program))
        ? rest.findIndex((word) => INNER.has(toBase(word)))
        : -1;
      const inner = rest.slice(at);
      found.push({line: toLine(program, rest), words: at < 0 ? rest : []});
      if (at < 0) continue;
      const innerScript = findScript(toBase(inner[0] ?? ''), inner.slice(1));
      if (innerScript !== undefined && next.depth < MAX_NESTING) {
        open.push({text: innerScript, depth: next.depth + 1});
      } else found.push({line: toLine(inner[0] ?? '', inner.slice(1)), words: inner.slice(1)});
    }
  }
  return found;
}

function toLine(program: string, rest: readonly string[]): string {
  return [toBase(program), ...rest].join(' ');
}

/** What `bash -c '...'`, `powershell -Command ...`, `cmd /c ...` or `ssh host '...'` is told to run. */
function findScript(program: string, rest: readonly string[]): string | undefined {
  if (SHELLS.has(program)) {
    const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
    return at < 0 ? undefined : rest[at + 1];
  }
  if (WINDOWS_SHELLS.has(program)) {
    const at = rest.findIndex((word) => /^(?:-c(?:ommand)?|\/c)$/i.test(word));
    return at < 0 ? undefined : rest.slice(at + 1).join(' ');
  }
  const last = rest.at(-1);
  return program === 'ssh' && rest.length > 1 && last?.includes(' ') === true ? last : undefined;
}

/** `/usr/bin/wp`, `wp-cli.phar`, `C:\php\wp.bat`: the program itself. */
function toBase(program: string): string {
  const name = program.slice(Math.max(program.lastIndexOf('/'), program.lastIndexOf('\\')) + 1);
  const base = name.replace(/\.(?:exe|bat|cmd|phar)$/i, '');
  return base === 'wp-cli' ? 'wp' : base;
}

function dropPrefix(words: readonly string[]): readonly string[] {
  let at = 0;
  for (let word = words[at]; word !== undefined; word = words[at]) {
    const isAssignment = /^[A-Za-z_][A-Za-z0-9_]*=/.test(word);
    if (!isAssignment && !PREFIX.has(word)) break;
    at++;
    // Options of sudo and env: `sudo -u www-data wp ...`.
    while (words[at]?.startsWith('-') === true)
      at += words[at] === '-u' || words[at] === '-g' ? 2 : 1;
  }
  return words.slice(at);
}

function splitWords(text: string): readonly (readonly string[])[] {
  const commands: string[][] = [[]];
  const isWindows = WINDOWS_PATH.test(text);
  let word = '';
  let hasWord = false;
  let quote = '';
  const endWord = (): void => {
    if (hasWord) commands.at(-1)?.push(word);
    word = '';
    hasWord = false;
  };
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
      else if (char === '\\' && quote === '"' && !isWindows && i + 1 < text.length) {
        word += text[++i] ?? '';
      } else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      hasWord = true;
    } else if (char === '\\' && i + 1 < text.length && !isWindows) {
      const next = text[++i] ?? '';
      if (next !== '\n') word += next;
      hasWord = hasWord || next !== '\n';
    } else if (/[\n;|&]/.test(char)) {
      // `2>&1` and `&>` are redirections, not ends.
      if (char === '&' && (text[i - 1] === '>' || text[i + 1] === '>')) {
        word += char;
        continue;
      }
      endWord();
      if ((commands.at(-1)?.length ?? 0) > 0) commands.push([]);
    } else if (/\s/.test(char)) endWord();
    else {
      word += char;
      hasWord = true;
    }
  }
  endWord();
  return commands;
}
