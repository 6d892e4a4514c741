// The built ingest into a fresh case, without the analysis.
import {statSync} from 'node:fs';
import {ingest} from '../../../dist/src/ingest/ingest.js';
import {CaseWriter} from '../../../dist/src/store/case-writer.js';
import {parsers} from '../../../dist/parsers/index.js';
import {report} from './report.mjs';

const [path, casePath] = process.argv.slice(2);
const began = performance.now();
const writer = CaseWriter.open(casePath);
const {signal} = new AbortController();
const {facts} = await ingest({paths: [path], sink: writer, parsers, signal, casePath});
writer.close();
report({ms: performance.now() - began, facts, caseMb: statSync(casePath).size / 1e6});
