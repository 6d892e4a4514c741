import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/goose/index.js';
import {dumpFacts} from '../../helpers/dump-facts.js';
import {tempDir} from '../../helpers/temp-dir.js';
import {describeFuzz, describeSamples} from '../common/parser-checks.js';
import {readTables} from '../common/sqlite-samples.js';

const dir = tempDir();
const samples = join(import.meta.dirname, '../../../samples/formats/goose');

test('sessions.db: sessions whose messages alternate', async () => {
  const sql = readFileSync(join(samples, 'two-sessions.sql'), 'utf8');
  const facts = await readTables(dir, {name: 'sessions.db', sql, format: parser.id});
  expect(dumpFacts(facts)).toMatchSnapshot();
});

describeSamples(parser);
describeFuzz(parser);
