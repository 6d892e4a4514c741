import {readdirSync, statSync} from 'node:fs';
import {join, relative} from 'node:path';
import {expect} from '@jest/globals';
import {parser as langfuse} from '../../../parsers/langfuse/index.js';
import {parser as langsmith} from '../../../parsers/langsmith/index.js';
import {parser as litellm} from '../../../parsers/litellm/index.js';
import {parser as managedAgents} from '../../../parsers/managed-agents/index.js';
import {parser as mlflow} from '../../../parsers/mlflow/index.js';
import {parser as openaiAgents} from '../../../parsers/openai-agents/index.js';
import {parser as phoenix} from '../../../parsers/phoenix/index.js';
import {parser as providerLogs} from '../../../parsers/provider-logs/index.js';
import {headOf, sourceFromFile} from '../../helpers/record-source.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';

const platforms = [
  langfuse,
  langsmith,
  litellm,
  managedAgents,
  mlflow,
  openaiAgents,
  phoenix,
  providerLogs,
];

/** Who may say yes to the files of a folder; nobody here for the folders of other parsers. */
function ownersOf(path: string): readonly string[] {
  if (path.endsWith('.csv')) return [];
  if (path.includes('anthropic_managed')) return ['managed-agents'];
  const [folder = ''] = path.split('/');
  return platforms.map((parser) => String(parser.id)).filter((id) => id === folder);
}

/** Larger files add nothing: sniffers see the first 64 KiB. */
const MAX_BYTES = 4_000_000;

testWithShared(
  'each platform claims its own files under an unknown name, and no other',
  async () => {
    const data = join(sharedDir, 'data');
    const wrong: unknown[] = [];
    for (const entry of readdirSync(data, {recursive: true, withFileTypes: true})) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || statSync(path).size > MAX_BYTES || /LICENSE|\.md$/.test(path))
        continue;
      const name = relative(data, path);
      if (name === 'COUNTS.jsonl') continue;
      const head = headOf(await sourceFromFile(path, {name: 'unknown'}));
      const claims = platforms.filter((parser) => parser.sniff(head).match === 'yes');
      const found = claims.map((parser) => String(parser.id));
      if (found.join() !== ownersOf(name).join()) wrong.push({name, found});
    }
    expect(wrong).toEqual([]);
  },
  60_000,
);
