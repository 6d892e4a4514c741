import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from '@jest/globals';
import {parser} from '../../../parsers/autogen-runtime/index.js';
import {dumpFacts} from '../../helpers/dump-facts.js';
import {tempDir} from '../../helpers/temp-dir.js';
import {describeDetected} from '../common/maybe-samples.js';
import {readTables} from '../common/sqlite-samples.js';
import {describeTextFuzz} from '../common/text-fuzz.js';

const dir = tempDir();
const samples = join(import.meta.dirname, '../../../samples/formats/autogen-runtime');

test('two sessions in one SQLite file', async () => {
  const sql = readFileSync(join(samples, 'two-sessions.sql'), 'utf8');
  const facts = await readTables(dir, {name: 'logs.db', sql, format: parser.id});
  expect(dumpFacts(facts)).toMatchSnapshot();
});

describeDetected(parser, /\.log$/);
describeTextFuzz(parser);
