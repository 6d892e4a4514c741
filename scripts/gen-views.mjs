// Writes docs/views.md from the view definitions of the build; with --check only compares.
import {readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format} from 'prettier';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const page = join(root, 'docs', 'views.md');
const {buildViewsPage} = await import(join(root, 'dist', 'src', 'store', 'views-page.js'));
const wanted = await format(buildViewsPage(), {parser: 'markdown'});
if (process.argv.includes('--check')) {
  let found = '';
  try {
    found = readFileSync(page, 'utf8');
  } catch {
    // A missing page is a stale page.
  }
  if (found !== wanted) {
    process.stderr.write(
      'docs/views.md is stale: run node scripts/gen-views.mjs after npm run build\n',
    );
    process.exit(1);
  }
} else writeFileSync(page, wanted);
