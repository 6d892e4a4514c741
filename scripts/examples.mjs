// Drafts of the bundled incidents and of three real logs in docs/examples; `--check` says whether they are up to date.
// Real logs stand beside the repository (../shared): where they are absent, their drafts are left as they are.
import {spawnSync} from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, 'docs', 'examples');
const isCheck = process.argv.includes('--check');

/** Of each folder the first recording of the incident; its twins of other frameworks read alike. */
function listIncidents() {
  const folder = join(root, 'samples', 'incidents');
  return readdirSync(folder, {withFileTypes: true})
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (!entry.isDirectory()) {
        const path = `samples/incidents/${entry.name}`;
        return [{name: entry.name.split('.')[0], path, base: root}];
      }
      const [file] = readdirSync(join(folder, entry.name))
        .filter((name) => name.startsWith('incident.'))
        .sort();
      const path = `samples/incidents/${entry.name}/${file}`;
      return file === undefined ? [] : [{name: entry.name, path, base: root}];
    });
}

const REAL = [
  ['real-openhands', 'shared/data/openhands/multi_swe_bench_output.jsonl'],
  ['real-magentic-one', 'shared/data/autogen/magentic-one-dreamteam/log_a.jsonl'],
  ['real-mini-swe-agent', 'shared/data/mini-swe-agent/github_issue.traj.json'],
].map(([name, path]) => ({name, path, base: join(root, '..')}));

/**
 * Always in the same folder: ids of a log without ids of its own come from where it lies, and a draft must not change
 * with the machine. Where temporary files lie elsewhere, the drafts of real logs are left as they are.
 */
const PLACE = '/tmp';
const FOLDER = join(PLACE, 'whatbroke-examples');

function draft({path, base}, form) {
  const folder = FOLDER;
  rmSync(folder, {recursive: true, force: true});
  try {
    mkdirSync(join(folder, dirname(path)), {recursive: true});
    copyFileSync(join(base, path), join(folder, path));
    const bin = join(root, 'bin', 'whatbroke.js');
    const args = [bin, 'report', path, '--format', form];
    const run = spawnSync(process.execPath, args, {cwd: folder, encoding: 'utf8', maxBuffer: 1e8});
    if (run.status !== 0) throw new Error(`${path}: ${run.stderr}`);
    return run.stdout;
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

mkdirSync(out, {recursive: true});
const stale = [];
const lines = [];
for (const example of [...listIncidents(), ...REAL]) {
  const {name, path, base} = example;
  lines.push(`- [${name}](${name}.md) from \`${path}\``);
  if (!existsSync(join(base, path)) || (base !== root && tmpdir() !== PLACE)) continue;
  for (const form of name === 'wordpress-wpml' ? ['md', 'html'] : ['md']) {
    const file = join(out, `${name}.${form}`);
    const text = draft(example, form);
    if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
    stale.push(`docs/examples/${name}.${form}`);
    if (!isCheck) writeFileSync(file, text);
  }
}
const index = `# Drafts

Written by \`npm run examples\`, as \`whatbroke report FILE\` writes them; nothing is added or taken away by hand.

${lines.join('\n')}

[wordpress-wpml.html](wordpress-wpml.html) is the same draft as a page with its plots: save it and open it.
`;
const indexPath = join(out, 'README.md');
if (!existsSync(indexPath) || readFileSync(indexPath, 'utf8') !== index) {
  stale.push('docs/examples/README.md');
  if (!isCheck) writeFileSync(indexPath, index);
}
if (isCheck && stale.length > 0) {
  console.error(`not up to date: ${stale.join(', ')}; npm run examples writes them`);
  process.exitCode = 1;
} else console.log(stale.length === 0 ? 'examples are up to date' : `wrote ${stale.join(', ')}`);
