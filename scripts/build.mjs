// Builds dist/ with the TypeScript compiler; with --if-stale only when a source is newer than the last build.
import {spawnSync} from 'node:child_process';
import {readdirSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'dist', '.built');

function newestMs(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  let newest = stat.mtimeMs;
  for (const name of readdirSync(path)) newest = Math.max(newest, newestMs(join(path, name)));
  return newest;
}

function isFresh() {
  try {
    const builtMs = statSync(stamp).mtimeMs;
    const sources = ['src', 'parsers', 'tsconfig.json', 'tsconfig.build.json', 'package.json'];
    return sources.every((name) => newestMs(join(root, name)) <= builtMs);
  } catch {
    return false;
  }
}

if (process.argv.includes('--if-stale') && isFresh()) process.exit(0);
rmSync(join(root, 'dist'), {recursive: true, force: true});
const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
const run = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {
  cwd: root,
  stdio: ['ignore', 2, 2],
});
if (run.status !== 0) process.exit(run.status ?? 1);
writeFileSync(stamp, '');
