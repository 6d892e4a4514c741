import {readdirSync} from 'node:fs';
import {join, relative} from 'node:path';
import {expect} from '@jest/globals';
import {parser as anyAgent} from '../../../parsers/any-agent/index.js';
import {parser as mapped} from '../../../parsers/mapped/index.js';
import {parser as otelSpanDumps} from '../../../parsers/otel-span-dumps/index.js';
import {parser as otlpProto} from '../../../parsers/otlp-proto/index.js';
import {parser as spanTree} from '../../../parsers/span-tree/index.js';
import {parser as whatbrokeJsonl} from '../../../parsers/whatbroke-jsonl/index.js';
import {parser as zipkin} from '../../../parsers/zipkin/index.js';
import {openFile} from '../../../src/ingest/open-file.js';
import {buildSniffHead} from '../../../src/ingest/sniff-head.js';
import {sharedDir, testWithShared} from '../../helpers/shared.js';

const OURS = [anyAgent, mapped, otelSpanDumps, otlpProto, spanTree, whatbrokeJsonl, zipkin];
/** Folder of the real logs to the parser that reads them. */
const FOLDERS: Readonly<Record<string, string>> = {
  'any-agent': 'any-agent',
  'otel-span-dumps': 'otel-span-dumps',
  'vercel-ai-sdk': 'otel-span-dumps',
  zipkin: 'zipkin',
};

testWithShared(
  'every real log is claimed by the parser of its folder, and by no other of these',
  async () => {
    const root = join(sharedDir, 'data');
    const wrong: string[] = [];
    for (const entry of readdirSync(root, {withFileTypes: true, recursive: true})) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name);
      const folder = relative(root, path).split('/')[0] ?? '';
      const head = buildSniffHead({...(await openFile(path)).sniff, name: 'unknown'});
      const claims = OURS.filter((parser) => parser.sniff(head).match !== 'no').map(({id}) => id);
      const expected = relative(root, path).includes('/') ? FOLDERS[folder] : undefined;
      if (claims.join() !== (expected ?? '')) {
        wrong.push(`${relative(root, path)}: ${claims.join()} instead of ${expected ?? 'none'}`);
      }
    }
    expect(wrong).toEqual([]);
  },
  120_000,
);
