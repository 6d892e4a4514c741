// Writes docs/match.md from the pattern fields of the build; with --check only compares.
import {readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format} from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'match.md');
const {buildMatchPage} = await import(join(root, 'dist', 'src', 'store', 'match', 'match-page.js'));
const wanted = await format(buildMatchPage(), {parser: 'markdown'});
if (process.argv.includes('--check')) {
  let found = '';
  try {
    found = readFileSync(page, 'utf8');
  } catch {
    // A missing page is a stale page.
  }
  if (found !== wanted) {
    process.stderr.write(
      'docs/match.md is stale: run node scripts/gen-match.mjs after npm run build\n',
    );
    process.exit(1);
  }
} else writeFileSync(page, wanted);
