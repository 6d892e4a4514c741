// Opens one recording as a person would who has only the bytes, and tells its findings in words that hold for any
// exporter: step numbers differ between formats, the order of the tool calls does not.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parsers} from '../../dist/parsers/index.js';
import {analyzeCase} from '../../dist/src/cli/analyze-case.js';
import {RunViews} from '../../dist/src/cli/run-views.js';
import {ingest} from '../../dist/src/ingest/ingest.js';
import {CaseReader} from '../../dist/src/store/case-reader.js';
import {CaseWriter} from '../../dist/src/store/case-writer.js';
import {STEP_KINDS} from '../../dist/src/tree/step-table.js';

const TOOL = STEP_KINDS.indexOf('tool');
const LLM = STEP_KINDS.indexOf('llm');

/** Tool and model calls up to a step, the step itself counted. */
function countCalls({steps}, last) {
  let toolCall = 0;
  let modelCall = 0;
  for (let step = 0; step <= last && step < steps.count; step++) {
    if (steps.kind[step] === TOOL) toolCall++;
    else if (steps.kind[step] === LLM) modelCall++;
  }
  return {toolCall, modelCall};
}

async function portableFindings(reader, views) {
  const found = [];
  let toolCalls = 0;
  let modelCalls = 0;
  const runs = await reader.runs();
  for (const run of runs) {
    const view = views.build(run.id);
    const all = countCalls(view, view.steps.count - 1);
    toolCalls += all.toolCall;
    modelCalls += all.modelCall;
    for (const finding of await reader.findings(run.id)) {
      const {rule, severity, firstStep, laps, title} = finding;
      found.push({rule, severity, laps, title, onset: countCalls(view, firstStep)});
    }
  }
  return {runs: runs.length, toolCalls, modelCalls, findings: found};
}

/** @returns what the product makes of a file, or why it could not */
export async function readRecording(path) {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-samples-'));
  const casePath = join(folder, 'case.db');
  const {signal} = new AbortController();
  try {
    const writer = CaseWriter.open(casePath);
    let losses;
    try {
      await ingest({paths: [path], sink: writer, parsers, signal, casePath});
      await analyzeCase(writer, {signal, say: () => undefined});
      losses = writer.db
        .prepare("SELECT code FROM diagnostics WHERE severity IN ('data-loss', 'error')")
        .pluck()
        .all();
    } finally {
      writer.close();
    }
    const reader = CaseReader.open(casePath);
    const views = new RunViews(casePath);
    try {
      return {losses, ...(await portableFindings(reader, views))};
    } finally {
      views.close();
      await reader.close();
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
