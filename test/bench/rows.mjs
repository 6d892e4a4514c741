// The rows of DESIGN section 10: each makes its input, measures, and says what came out.
import {rmSync, statSync} from 'node:fs';
import {join} from 'node:path';
import {writeConversations, writeDocument} from './generate.mjs';
import {writeSession} from './generate-sessions.mjs';
import {SHAPES, writeSpans} from './generate-spans.mjs';
import {measure} from './measure.mjs';

const megabytes = (path) => Math.round(statSync(path).size / 1e6);
const count = (number) => number.toLocaleString('en');

/** Runs `work` with a file that is deleted afterwards: there may not be room for all at once. */
async function withFile(setup, name, write, work) {
  const path = join(setup.work, name);
  try {
    await write(path);
    return await work(path);
  } finally {
    rmSync(path, {force: true});
  }
}

/** Shares of the bare pass: by the clock, and by the processor time of all threads. */
async function againstBare(setup, path, {id, what, budget}) {
  const [bare, own] = await measure(setup, [
    ['bare-lines.mjs', path],
    ['ingest.mjs', path, 'CASE'],
  ]);
  return {
    id,
    what: `${what}, ${megabytes(path)} MB`,
    value: bare.ms / own.ms,
    byCpu: bare.cpuMs / own.cpuMs,
    better: 'more',
    unit: 'of the bare pass',
    budget,
    rssMb: own.rssMb,
  };
}

export async function* conversations(setup) {
  const write = (path) => writeConversations(path, setup.jsonlMb * 1e6);
  yield await withFile(setup, 'conversations.jsonl', write, (path) =>
    againstBare(setup, path, {
      id: 'ingest-conversations',
      what: 'ingest, OTLP JSONL of growing conversations',
      budget: 0.7,
    }),
  );
}

export async function* sessions(setup) {
  for (const [format, title] of [
    ['claude-code', 'Claude Code'],
    ['codex', 'Codex'],
  ]) {
    const write = (path) => writeSession(path, setup.jsonlMb * 1e6, format);
    yield await withFile(setup, `${format}.jsonl`, write, (path) =>
      againstBare(setup, path, {
        id: `ingest-${format}`,
        what: `ingest, a ${title} session`,
        budget: 0.6,
      }),
    );
  }
}

/** One row a format: a tiny sample repeated, so records are dense and the share is low; it is for comparing with itself. */
export async function* formats(setup) {
  const [{formats: measured}] = await measure({...setup, runs: 1}, [
    ['formats.mjs', 4_000_000, setup.runs],
  ]);
  for (const {id, bareMs, ownMs, bareCpuMs, ownCpuMs, megabytes: mb} of measured) {
    yield {
      id: `format-${id}`,
      what: `facts of ${id}, ${Math.round((mb / ownMs) * 1000)} MB/s`,
      value: bareMs / ownMs,
      byCpu: bareCpuMs / ownCpuMs,
      better: 'more',
      unit: 'of JSON.parse',
    };
  }
}

export async function* document(setup) {
  const write = (path) => writeDocument(path, setup.documentMb * 1e6);
  yield await withFile(setup, 'document.json', write, async (path) => {
    const [bare, own] = await measure(setup, [
      ['bare-document.mjs', path],
      ['ingest.mjs', path, 'CASE'],
    ]);
    return {
      id: 'ingest-document',
      what: `ingest, one document, ${megabytes(path)} MB`,
      value: own.ms / bare.ms,
      byCpu: own.cpuMs / bare.cpuMs,
      better: 'less',
      unit: 'times a bare stream-json pass',
      budget: 1.1,
      rssMb: own.rssMb,
    };
  });
}

/** Characters of a tool's result where bodies average over 4 KB. */
const LARGE_RESULT_CHARS = 16_000;

export async function* caseSize(setup) {
  const write = (path) => writeConversations(path, setup.jsonlMb * 1e6, LARGE_RESULT_CHARS);
  yield await withFile(setup, 'large-bodies.jsonl', write, async (path) => {
    const [own] = await measure({...setup, runs: 1}, [['ingest.mjs', path, 'CASE']]);
    const mean = Math.round(own.bodyBytes / own.bodies / 100) / 10;
    return {
      id: 'case-size',
      what: `case size, distinct bodies of ${mean} kB on average`,
      value: own.caseBytes / own.bodyBytes,
      better: 'less',
      unit: 'times the bytes of the bodies',
      budget: 1.3,
    };
  });
}

export async function* spans(setup) {
  const {spans: many} = setup;
  for (const shape of Object.keys(SHAPES)) {
    const few = join(setup.work, `few-${shape}.jsonl`);
    const all = join(setup.work, `all-${shape}.jsonl`);
    await writeSpans(few, many / 10, shape);
    await writeSpans(all, many, shape);
    const [small, large] = await measure(setup, [
      ['analyze.mjs', few, 'CASE'],
      ['analyze.mjs', all, 'CASE'],
    ]);
    rmSync(few);
    rmSync(all);
    yield {
      id: `analysis-growth-${shape}`,
      what: `analysis of ${count(many)} spans (${shape}) against a tenth of them`,
      value: large.ms / small.ms,
      byCpu: large.cpuMs / small.cpuMs,
      better: 'less',
      unit: 'times as long',
      budget: 12,
      rssMb: large.rssMb,
    };
    yield {
      id: `analysis-seconds-${shape}`,
      what: `analysis of ${count(many)} spans (${shape}), a million at this pace`,
      value: (large.ms / 1000) * (1e6 / many),
      byCpu: (large.cpuMs / 1000) * (1e6 / many),
      better: 'less',
      unit: 's',
      budget: 10,
      isTime: true,
    };
  }
}

export async function* startUp(setup) {
  const [node, help] = await measure(setup, [
    ['command.mjs', 'node'],
    ['command.mjs', '--help'],
  ]);
  yield {
    id: 'start',
    what: 'start, `whatbroke --help`, against an empty Node program',
    value: help.ms / node.ms,
    byCpu: help.cpuMs / node.cpuMs,
    better: 'less',
    unit: 'times',
  };
  yield {
    id: 'start-ms',
    what: 'start, `whatbroke --help`',
    value: help.ms,
    byCpu: help.cpuMs,
    better: 'less',
    unit: 'ms',
    budget: 150,
    isTime: true,
    rssMb: help.rssMb,
  };
}
