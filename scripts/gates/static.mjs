// The static gates, one after the other; all of them run even when one fails.
// Names as arguments pick some: `node scripts/gates/static.mjs lint types`.
import {spawnSync} from 'node:child_process';
import {mkdirSync, readdirSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const bin = (name, script) => [join(root, 'node_modules', name, script)];

const gates = [
  {
    name: 'format',
    run: [...bin('prettier', 'bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
  },
  {name: 'lint', run: [...bin('eslint', 'bin/eslint.js'), '.', '--max-warnings', '0']},
  {name: 'types', run: [...bin('typescript', 'bin/tsc'), '--noEmit', '-p', 'tsconfig.json']},
  {
    name: 'layers',
    run: [
      ...bin('dependency-cruiser', 'bin/dependency-cruise.mjs'),
      'src',
      'parsers',
      '--config',
      '.dependency-cruiser.cjs',
    ],
  },
  {name: 'build', run: ['scripts/build.mjs']},
  {name: 'sample', run: ['scripts/make-sample.mjs', '--check']},
  // Every generator says with --check whether what it writes is up to date; some read the build.
  ...readdirSync(join(root, 'scripts'))
    .filter((name) => name.startsWith('gen-'))
    .map((name) => ({name, run: [join('scripts', name), '--check']})),
  {name: 'examples', run: ['scripts/examples.mjs', '--check']},
  {name: 'smoke', run: ['scripts/gates/smoke.mjs']},
];

const wanted = process.argv.slice(2);
const results = [];
for (const gate of gates) {
  if (wanted.length > 0 && !wanted.includes(gate.name)) continue;
  const began = performance.now();
  const run = spawnSync(process.execPath, gate.run, {cwd: root, stdio: 'inherit'});
  const ok = run.status === 0;
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${gate.name} (${seconds} s)`);
  results.push({name: gate.name, ok});
}

const path = process.env.WHATBROKE_GATE_RESULTS;
if (path !== undefined && path !== '') {
  mkdirSync(dirname(path), {recursive: true});
  writeFileSync(path, JSON.stringify(results, undefined, 2));
}
process.exitCode = results.every((result) => result.ok) ? 0 : 1;
