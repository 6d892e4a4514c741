// Runs the built program and times it from outside; memory is what the system says of that child.
import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';

const bin = fileURLToPath(new URL('../../../bin/whatbroke.js', import.meta.url));
const args = process.argv.slice(2);
const program = args[0] === 'node' ? ['-e', '0'] : [bin, ...args];
const usage = new URL('./usage-at-exit.mjs', import.meta.url).href;
const began = performance.now();
const run = spawnSync(process.execPath, ['--import', usage, ...program], {
  stdio: ['ignore', 'ignore', 'inherit', 'pipe'],
  encoding: 'utf8',
});
const ms = performance.now() - began;
if (run.status !== 0) throw new Error(`${args.join(' ')} ended with ${run.status}`);
process.stdout.write(`${JSON.stringify({ms, ...JSON.parse(run.output[3])})}\n`);
