// Packs the product, installs the tarball in an empty project, and runs it there on the bundled
// incident. With `--full` the install scripts run too (better-sqlite3 is then fetched or compiled,
// which takes minutes); without it the addon that this checkout already built is put in place, so
// that the gate is quick and needs no network.
import {spawnSync} from 'node:child_process';
import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const full = process.argv.includes('--full');
const work = mkdtempSync(join(tmpdir(), 'whatbroke-smoke-'));

function run(command, args, cwd) {
  const done = spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    shell: process.platform === 'win32',
    env: {...process.env, NODE_ENV: '', XDG_CACHE_HOME: join(work, 'cache')},
  });
  if (done.status !== 0) {
    throw new Error(
      [
        `${command} ${args.join(' ')}`,
        `cwd: ${cwd}`,
        `exit code: ${done.status ?? done.signal ?? done.error?.message}`,
        `stdout: ${done.stdout}`,
        `stderr: ${done.stderr}`,
      ].join('\n'),
    );
  }
  return done.stdout;
}

function expectIn(text, part) {
  if (!text.includes(part)) throw new Error(`expected ${JSON.stringify(part)} in:\n${text}`);
}

function main() {
  run('npm', ['pack', '--silent', '--pack-destination', work], root);
  const tarball = readdirSync(work).find((name) => name.endsWith('.tgz'));
  if (tarball === undefined) throw new Error('npm pack made no tarball');
  const consumer = mkdtempSync(join(work, 'consumer-'));
  writeFileSync(join(consumer, 'package.json'), '{"name": "consumer", "private": true}');
  const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  const scripts = full ? [] : ['--ignore-scripts'];
  run('npm', ['install', ...quiet, ...scripts, join(work, tarball)], consumer);
  if (!full) {
    const addon = join('node_modules', 'better-sqlite3', 'build');
    if (!existsSync(join(root, addon))) throw new Error('better-sqlite3 is not built here');
    cpSync(join(root, addon), join(consumer, addon), {recursive: true});
  }
  const installed = join(consumer, 'node_modules', 'whatbroke');
  const bin = join(consumer, 'node_modules', '.bin', 'whatbroke');
  expectIn(run(bin, ['--help'], consumer), 'whatbroke FILE...');
  const sample = join(installed, 'samples', 'incidents', 'synthetic-period-3.otlp.jsonl');
  const verdict = run(bin, [sample], consumer);
  expectIn(verdict, 'loop/cycle');
  expectIn(run(bin, ['demo'], consumer), 'whatbroke demo wordpress-wpml --twin');
  const findings = JSON.parse(run(bin, ['findings', '--json'], consumer));
  if (findings.schema !== 'whatbroke/findings/1') throw new Error('findings --json: wrong schema');
  console.log(`packed, installed and run from ${tarball}`);
}

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(work, {recursive: true, force: true});
}
