// The built ingest into a fresh case, without the analysis.
import {statSync} from 'node:fs';
import {ingest} from '../../../dist/src/ingest/ingest.js';
import {CaseWriter} from '../../../dist/src/store/case-writer.js';
import {parsers} from '../../../dist/parsers/index.js';
import {report, start, stop} from './report.mjs';

const [path, casePath] = process.argv.slice(2);
const began = start();
const writer = CaseWriter.open(casePath);
const {signal} = new AbortController();
const {facts, sources} = await ingest({paths: [path], sink: writer, parsers, signal, casePath});
writer.close();
const taken = stop(began);
const again = CaseWriter.open(casePath);
const bodies = again.db
  .prepare('SELECT count(*) AS count, sum(length(CAST(text AS BLOB))) AS bytes FROM body')
  .get();
again.close();
report(taken, {
  facts,
  parser: sources[0].parserId,
  caseBytes: statSync(casePath).size,
  bodyBytes: bodies.bytes,
  bodies: bodies.count,
});
