// Writes docs/keys.md from the keymap; with --check only says whether it is up to date. Needs a build.
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {renderKeysDoc} from '../dist/src/tui/keys-doc.js';

const page = new URL('../docs/keys.md', import.meta.url);
const text = renderKeysDoc();
const isFresh = existsSync(page) && readFileSync(page, 'utf8') === text;
if (process.argv.includes('--check')) {
  if (!isFresh) console.error('docs/keys.md is stale: run `node scripts/gen-keys.mjs`');
  process.exitCode = isFresh ? 0 : 1;
} else if (!isFresh) {
  mkdirSync(new URL('.', page), {recursive: true});
  writeFileSync(page, text);
}
