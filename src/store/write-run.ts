import type Database from 'better-sqlite3';
import type {AnalyzedRun} from '../analyze/port.js';
import type {FindingSeverity, IdentifiedFinding} from '../model/finding.js';
import {BulkInsert} from './bulk-insert.js';
import {ExactSum} from './exact-sum.js';
import type {RunOrigin} from './load-run.js';
import * as sql from './queries/derived.js';
import {RUN_PARTS} from './run-parts.js';
import {toInteger} from './sql-values.js';
import {writeFactSteps} from './write-fact-steps.js';
import {countSteps, writeStepChunks} from './write-step-chunks.js';
import {writeTreeChunks} from './write-tree-chunks.js';

/** Names of agents listed for a run; a hostile log may have a million. */
const MAX_AGENTS = 1000;

/** Replaces the derived rows of one run. The caller owns the transaction. */
export function writeRun(
  db: Database.Database,
  run: AnalyzedRun,
  context: {readonly analysisVersion: string; readonly origin: RunOrigin},
): void {
  db.prepare(sql.DELETE_RUN).run(run.runId);
  const runKey = insertRun(db, run, context);
  const insertTrace = db.prepare(sql.INSERT_RUN_TRACE);
  for (const traceKey of run.traceKeys) insertTrace.run(runKey, traceKey);
  writeLanes(db, runKey, run);
  writeStepChunks(db, runKey, run, context.origin.eventKeys);
  writeTreeChunks(db, runKey, run);
  writeFactSteps(db, runKey, run, context.origin.eventKeys);
  writeOverview(db, runKey, run);
  const insertFinding = db.prepare(sql.INSERT_FINDING);
  run.findings.forEach((finding, rank) => {
    insertFinding.run(
      runKey,
      finding.id,
      rank,
      finding.rule,
      finding.severity,
      finding.confidence,
      finding.title,
      finding.firstStep,
      finding.lastStep,
      JSON.stringify(finding),
    );
  });
}

function writeOverview(db: Database.Database, runKey: number, {overview}: AnalyzedRun): void {
  if (overview === undefined) return;
  const insert = db.prepare(sql.INSERT_RUN_PART);
  for (const part of RUN_PARTS) insert.run(runKey, part, JSON.stringify(overview.overview[part]));
}

function insertRun(
  db: Database.Database,
  run: AnalyzedRun,
  context: {readonly analysisVersion: string; readonly origin: RunOrigin},
): number {
  const {facts, tree, steps} = run;
  const {spans} = facts;
  const tokens = {input: new ExactSum(), output: new ExactSum(), cached: new ExactSum()};
  let startUs = NaN;
  let endUs = NaN;
  let maxDepth = 0;
  for (let row = 0; row < spans.count; row++) {
    const start = spans.startUs[row] ?? NaN;
    const end = spans.endUs[row] ?? NaN;
    if (!(startUs <= start) && !Number.isNaN(start)) startUs = start;
    for (const time of [start, end]) {
      if (!(endUs >= time) && !Number.isNaN(time)) endUs = time;
    }
    if (tree.usageCounts[row] === 1) {
      tokens.input.add(spans.inputTokens[row] ?? NaN);
      tokens.output.add(spans.outputTokens[row] ?? NaN);
      tokens.cached.add(spans.cachedReadTokens[row] ?? NaN);
    }
  }
  for (let row = 0; row < tree.count; row++) maxDepth = Math.max(maxDepth, tree.depth[row] ?? 0);
  const totals = countSteps(run);
  return Number(
    db
      .prepare(sql.INSERT_RUN)
      .run(
        run.runId,
        context.analysisVersion,
        run.factsDigest,
        run.name ?? null,
        JSON.stringify(listAgents(run)),
        JSON.stringify(context.origin.sources),
        JSON.stringify(context.origin.formats),
        facts.timeBasis,
        toTime(startUs),
        toTime(endUs),
        spans.count,
        steps.count,
        tree.count,
        totals.llmCalls,
        totals.toolCalls,
        totals.errors,
        maxDepth,
        tokens.input.toSql(),
        tokens.output.toSql(),
        tokens.cached.toSql(),
        facts.outcome.value,
        facts.outcome.saidBy,
        countFindings(run.findings, 'info'),
        countFindings(run.findings, 'warning'),
        countFindings(run.findings, 'critical'),
      ).lastInsertRowid,
  );
}

function toTime(us: number): number | bigint | null {
  return Number.isNaN(us) ? null : toInteger(us);
}

function listAgents({facts, steps}: AnalyzedRun): readonly string[] {
  const numbers = new Set<number>();
  for (const agent of [steps.agent, facts.spans.agentName]) {
    for (const number of agent) {
      if (number > 0) numbers.add(number);
      if (numbers.size >= MAX_AGENTS) break;
    }
  }
  return [...numbers].map((number) => facts.spans.strings[number] ?? '');
}

function countFindings(findings: readonly IdentifiedFinding[], severity: FindingSeverity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}

function writeLanes(db: Database.Database, runKey: number, run: AnalyzedRun): void {
  const rows = new BulkInsert(db, sql.INSERT_LANE, sql.INSERT_LANE_COLUMNS);
  run.lanes.forEach((lane, at) => {
    const agentKey = run.facts.spans.spanKey[lane.agentRow] ?? null;
    const {agentName, branch, steps} = lane;
    rows.add([runKey, at, agentName ?? null, agentKey, branch ?? null, steps.length]);
  });
  rows.flush();
}
