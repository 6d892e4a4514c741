// Ingests into a fresh case, then times the built analysis alone.
import {ingest} from '../../../dist/src/ingest/ingest.js';
import {CaseWriter} from '../../../dist/src/store/case-writer.js';
import {analyzeCase} from '../../../dist/src/cli/analyze-case.js';
import {parsers} from '../../../dist/parsers/index.js';
import {report, start, stop} from './report.mjs';

const [path, casePath] = process.argv.slice(2);
const {signal} = new AbortController();
const writer = CaseWriter.open(casePath);
await ingest({paths: [path], sink: writer, parsers, signal, casePath});
const began = start();
await analyzeCase(writer, {signal, say: () => undefined});
const taken = stop(began);
writer.close();
report(taken, {});
