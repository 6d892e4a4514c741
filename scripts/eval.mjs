// Compiles sources and tests to a scratch folder (Node 20 cannot run TypeScript) and runs the evaluation.
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdirSync, symlinkSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, '.dist-eval');
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const args = ['-p', join(root, 'tsconfig.json'), '--noEmit', 'false', '--outDir', out];
const build = spawnSync(process.execPath, [tsc, ...args, '--incremental'], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (build.status !== 0) process.exit(build.status ?? 1);
mkdirSync(out, {recursive: true});
cpSync(join(root, 'package.json'), join(out, 'package.json'));
if (!existsSync(join(out, 'node_modules'))) {
  symlinkSync(join(root, 'node_modules'), join(out, 'node_modules'), 'junction');
}
const run = spawnSync(
  process.execPath,
  ['--max-old-space-size=4096', join(out, 'test', 'eval', 'main.js'), ...process.argv.slice(2)],
  {stdio: 'inherit', env: {...process.env, WHATBROKE_ROOT: root}},
);
process.exit(run.status ?? 1);
