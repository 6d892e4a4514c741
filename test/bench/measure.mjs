// Runs a child process and says how long its work took and how much memory it had at most.
import {spawn} from 'node:child_process';
import {fileURLToPath} from 'node:url';

/** A child prints one JSON line `{"ms": ..., "rssMb": ..., ...}` on stdout. */
export async function runChild(script, args) {
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
  const result = JSON.parse(text.trim().split('\n').at(-1));
  return result;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/**
 * Medians over `runs` rounds; the children take turns within a round, so that a machine that slows down
 * slows both sides of a ratio.
 */
export async function compare(runs, children) {
  const results = children.map(() => []);
  for (let round = 0; round < runs; round += 1) {
    for (const [index, [script, args]] of children.entries()) {
      results[index].push(await runChild(script, args));
    }
  }
  return results.map((list) => ({
    ...list[0],
    ms: median(list.map((result) => result.ms)),
    rssMb: Math.max(...list.map((result) => result.rssMb)),
  }));
}
