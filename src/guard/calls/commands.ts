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
const SHELLS = new Set(['bash', 'sh', 'zsh', 'dash']);

/**
 * Splits shell text at `;`, `&&`, `||`, `|`, `&` and line ends outside quotes. Good enough to tell what is run; it
 * expands nothing. O(length).
 *
 *     cd /srv && sudo wp option get x | head -1   ->   cd /srv / wp option get x / head -1
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
      const at = rest.findIndex((word) => /^-[a-z]*c$/.test(word));
      const inner = rest[at + 1];
      if (
        SHELLS.has(toBase(program)) &&
        at >= 0 &&
        inner !== undefined &&
        next.depth < MAX_NESTING
      ) {
        open.push({text: inner, depth: next.depth + 1});
        continue;
      }
      found.push({line: [toBase(program), ...rest].join(' '), words: rest});
    }
  }
  return found;
}

function toBase(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1);
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
      else if (char === '\\' && quote === '"' && i + 1 < text.length) word += text[++i] ?? '';
      else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      hasWord = true;
    } else if (char === '\\' && i + 1 < text.length) {
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
