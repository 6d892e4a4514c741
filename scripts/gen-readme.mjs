// Fills README.md: the verdict on the bundled incident as the program prints it, and the list of formats from the
// registry; with --check only says whether it is up to date. Needs a build.
import {spawnSync} from 'node:child_process';
import {cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parsers} from '../dist/parsers/index.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'README.md');
const INCIDENT = 'samples/incidents/wordpress-wpml/incident.vercel-ai-otel.jsonl.zst';

/** In a folder of its own, so that no case of the repository is read or written. */
function printVerdict() {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-readme-'));
  try {
    cpSync(join(root, INCIDENT), join(folder, INCIDENT), {recursive: true});
    const bin = join(root, 'bin', 'whatbroke.js');
    const run = spawnSync(process.execPath, [bin, INCIDENT], {cwd: folder, encoding: 'utf8'});
    if (run.status !== 0) throw new Error(`${INCIDENT}: ${run.stderr}`);
    return run.stdout.trimEnd();
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Puts `made` between two marks, which must both be there. */
function fill(text, from, to, made) {
  const start = text.indexOf(from) + from.length;
  const end = text.indexOf(to, start);
  if (start < from.length || end < 0) throw new Error(`README.md has no ${from.trim()}`);
  return text.slice(0, start) + made + text.slice(end);
}

const text = readFileSync(page, 'utf8');
const list = parsers.map(({id, title}) => `- \`${id}\`: ${title}\n`).join('');
const shown = fill(text, `$ whatbroke ${INCIDENT}\n`, '\n```', printVerdict());
const made = fill(shown, '<!-- formats -->\n', '<!-- /formats -->', `\n${list}\n`);
if (process.argv.includes('--check')) {
  if (made !== text) console.error('README.md is stale: run `node scripts/gen-readme.mjs`');
  process.exitCode = made === text ? 0 : 1;
} else if (made !== text) {
  writeFileSync(page, made);
}
