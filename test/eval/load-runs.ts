import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {parsers} from '../../parsers/index.js';
import {buildRunView} from '../../src/analyze/build-run-view.js';
import {formRuns} from '../../src/analyze/form-runs.js';
import {ingest} from '../../src/ingest/ingest.js';
import {CaseFacts} from '../../src/store/case-facts.js';
import {CaseWriter} from '../../src/store/case-writer.js';
import {openContainerSqlite} from '../../src/store/container-sqlite.js';
import type {RunView} from '../../src/tree/run-view.js';

/**
 * Reads files into a case of their own through the product's ingest, and shows each run while the
 * case is open. Deterministic: runs come in the order of the case.
 */
export async function eachRun(
  paths: readonly string[],
  look: (view: RunView) => void,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whatbroke-eval-'));
  const path = join(folder, 'case.db');
  try {
    const writer = CaseWriter.open(path, {onWait: () => undefined});
    try {
      await ingest({
        paths,
        sink: writer,
        parsers,
        signal: new AbortController().signal,
        casePath: path,
        openTables: openContainerSqlite,
      });
    } finally {
      writer.close();
    }
    const facts = CaseFacts.open(path);
    try {
      for (const plan of formRuns(facts.traceHeads())) look(buildRunView(facts, plan).view);
    } finally {
      facts.close();
    }
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}
