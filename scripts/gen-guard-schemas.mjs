// Writes the JSON Schemas of policy files, rule packs and framework files from the build; with --check only compares.
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {format} from 'prettier';
import {FRAMEWORK_SCHEMA} from '../dist/src/guard/frameworks/framework-schema.js';
import {PACK_SCHEMA} from '../dist/src/guard/packs/pack-schema.js';
import {POLICY_SCHEMA} from '../dist/src/guard/policy/policy-schema.js';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const options = JSON.parse(readFileSync(join(root, '.prettierrc.json'), 'utf8'));
for (const schema of [POLICY_SCHEMA, PACK_SCHEMA, FRAMEWORK_SCHEMA]) {
  const path = join(root, 'docs', 'schema', schema.$id);
  const text = await format(JSON.stringify(schema), {...options, parser: 'json'});
  if (existsSync(path) && readFileSync(path, 'utf8') === text) continue;
  if (process.argv.includes('--check')) {
    console.error(`docs/schema/${schema.$id} is stale: run node scripts/gen-guard-schemas.mjs`);
    process.exitCode = 1;
  } else writeFileSync(path, text);
}
