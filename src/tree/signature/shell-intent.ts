/** Programs whose first plain word is what they do: `git status`, `npm test`. */
const HAS_SUBCOMMAND = new Set([
  'git', 'npm', 'npx', 'pnpm', 'yarn', 'cargo', 'go', 'docker', 'kubectl', 'pip', 'pip3', 'uv',
  'poetry', 'make', 'mvn', 'gradle', 'dotnet', 'gh', 'aws', 'gcloud', 'az', 'terraform', 'helm',
  'brew', 'apt', 'apt-get', 'systemctl', 'conda', 'bundle', 'rake', 'mix', 'swift', 'deno', 'bun',
]); // prettier-ignore

/** Words before the program that do not change what is run. */
const WRAPPERS = new Set(['sudo', 'env', 'time', 'nohup', 'exec', 'command', 'timeout', 'nice']);

const PREAMBLE =
  /^\s*(?:(?:cd|pushd|export|set|source|\.)\s[^;&|\n]{0,500}(?:&&|;|\n)|set\s[-+]\w+\s*(?:&&|;|\n))\s*/;
const ASSIGNMENT = /^[A-Za-z_]\w{0,80}=/;
/** Only the head of a command is read: what a script does later is not its intent. */
const HEAD_CHARS = 2000;
const MAX_PREAMBLES = 8;

/**
 * Program and subcommand of a shell command, `cd` and environment preamble stripped.
 *
 *     cd /repo && FOO=1 git status --short  ->  git status
 */
export function toShellIntent(command: string): string {
  let rest = command.slice(0, HEAD_CHARS);
  for (let n = 0; n < MAX_PREAMBLES; n++) {
    const next = rest.replace(PREAMBLE, '');
    if (next === rest) break;
    rest = next;
  }
  const words = rest.trim().split(/\s+/, 12);
  let at = 0;
  while (at < words.length) {
    const word = words[at] ?? '';
    if (!WRAPPERS.has(word) && !ASSIGNMENT.test(word) && !/^\d+[smh]?$/.test(word)) break;
    at++;
  }
  const program = (words[at] ?? '').replace(/^.*\//, '').replace(/[;|&]+$/, '');
  if (!HAS_SUBCOMMAND.has(program)) return program;
  const sub = words.slice(at + 1).find((word) => !word.startsWith('-'));
  return sub === undefined ? program : `${program} ${sub.replace(/[;|&]+$/, '')}`;
}
