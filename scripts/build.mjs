// Builds dist/ with the TypeScript compiler; with --if-stale only when a source is newer than the last
// build. The new build replaces the old one in one rename, so that a failed build leaves a working one
// and a process that starts meanwhile finds either the old or the new, never half.
import {spawnSync} from 'node:child_process';
import {readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath, pathToFileURL} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.built');

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

/** The help is rendered once here, so that printing it needs no argument parser (src/cli/saved-help.ts). */
async function saveHelp(folder) {
  const entry = pathToFileURL(join(folder, 'src', 'cli', 'parse-arguments.js')).href;
  const {parseArguments} = await import(entry);
  const {text} = await parseArguments(['--help'], '');
  writeFileSync(join(folder, 'src', 'cli', 'help.txt'), text);
}

/** Of the rules as built (src/cli/analysis-version.ts): a case opens without loading them. */
async function saveAnalysisVersion(folder) {
  const load = (...path) => import(pathToFileURL(join(folder, 'src', ...path)).href);
  const {buildAnalysisVersion} = await load('analyze', 'analysis-version.js');
  const {detectors} = await load('detect', 'registry.js');
  const version = buildAnalysisVersion(detectors);
  writeFileSync(join(folder, 'src', 'cli', 'analysis-version.txt'), version);
}

async function build() {
  const fresh = join(root, `.dist-${process.pid}`);
  const old = join(root, `.dist-old-${process.pid}`);
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const began = new Date();
  try {
    const args = [tsc, '-p', join(root, 'tsconfig.build.json'), '--outDir', fresh];
    const run = spawnSync(process.execPath, args, {cwd: root, stdio: ['ignore', 2, 2]});
    if (run.status !== 0) return run.status ?? 1;
    await saveHelp(fresh);
    await saveAnalysisVersion(fresh);
    writeFileSync(join(fresh, '.built'), '');
    // A source that changed while the compiler ran is newer than this build.
    utimesSync(join(fresh, '.built'), began, began);
    try {
      renameSync(dist, old);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    renameSync(fresh, dist);
    return 0;
  } finally {
    rmSync(fresh, {recursive: true, force: true});
    rmSync(old, {recursive: true, force: true});
  }
}

if (!process.argv.includes('--if-stale') || !isFresh()) process.exitCode = await build();
