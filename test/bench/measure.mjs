// Runs a child process and says how long its work took and how much memory it had at most.
import {spawn} from 'node:child_process';
import {rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

/** A child prints one JSON line `{"ms": ..., "cpuMs": ..., "rssMb": ..., ...}` on stdout. */
async function runChild(script, args) {
  const path = fileURLToPath(new URL(`./child/${script}`, import.meta.url));
  const child = spawn(process.execPath, [path, ...args.map(String)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {...process.env, NODE_ENV: 'production'},
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => {
    text += chunk;
  });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${code}`);
  return JSON.parse(text.trim().split('\n').at(-1));
}

export function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

let cases = 0;

/**
 * Medians over `runs` rounds after one that warms up; the children take turns within a round, so that
 * a machine that slows down slows both sides of a ratio. `CASE` stands for a case of its own.
 */
export async function measure({work, runs}, children) {
  const results = children.map(() => []);
  for (let round = 0; round <= (runs === 1 ? 0 : runs); round += 1) {
    for (const [index, [script, ...args]] of children.entries()) {
      const casePath = join(work, `case-${(cases += 1)}`, 'case.db');
      const given = args.map((arg) => (arg === 'CASE' ? casePath : arg));
      const result = await runChild(script, given);
      rmSync(dirname(casePath), {recursive: true, force: true});
      if (round > 0 || runs === 1) results[index].push(result);
    }
  }
  return results.map((list) => ({
    ...list[0],
    ms: median(list.map((result) => result.ms)),
    cpuMs: median(list.map((result) => result.cpuMs)),
    rssMb: Math.max(...list.map((result) => result.rssMb)),
  }));
}

/** One run of the built program. */
export async function runCommand(args) {
  return runChild('command.mjs', args);
}
