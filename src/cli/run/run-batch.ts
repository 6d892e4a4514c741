import {availableParallelism} from 'node:os';
import {runBatch, type BatchSummary} from '../../batch/batch.js';
import {splitPatterns} from '../../batch/path-filter.js';
import {startInProcess} from '../../batch/worker/start-in-process.js';
import {startProcess} from '../../batch/worker/start-process.js';
import {explainSqliteError} from '../../store/sqlite-error.js';
import {UserError} from '../../model/user-error.js';
import type {RunSummary, StoredFinding, TraceReader} from '../../replay/reader.js';
import {CaseReader} from '../../store/case-reader.js';
import {CaseWriter} from '../../store/case-writer.js';
import {readCount, readFlag, readText, readTexts} from '../arguments.js';
import {layoutBatch} from '../batch/batch-lines.js';
import {createBatchTalk} from '../batch/batch-talk.js';
import {chooseCasePath} from '../case-path.js';
import type {CommandContext, RunCommand} from '../command.js';
import {EXIT} from '../exit-code.js';
import {chooseExitCode} from '../fail-on.js';
import {readMapFile} from '../ingest-files.js';
import {writeJsonList} from '../json-output.js';
import {readTimeUs} from '../read-time.js';
import {readTool} from '../tool.js';
import {printLines} from '../view/print-lines.js';

/** A run of the batch with what was found in it. */
export interface JudgedRun {
  readonly run: RunSummary;
  readonly findings: readonly StoredFinding[];
}

export const run: RunCommand = async (context) => {
  const {args, output, cwd} = context;
  const paths = readTexts(args, 'files');
  if (paths.length === 0) {
    throw new UserError('no folder, archive or file is named', {next: 'whatbroke batch logs/'});
  }
  const {path: casePath, option} = chooseCasePath(args, context);
  const beganMs = performance.now();
  const sinceUs = readTimeUs(args, 'since', Date.now() * 1000);
  const summary = await read(context, {paths, casePath, sinceUs});
  const reader = CaseReader.open(casePath);
  try {
    const judged = await readRuns(reader, summary.sources, sinceUs);
    const seconds = (performance.now() - beganMs) / 1000;
    if (readFlag(args, 'json')) await writeBatchJson(context, {summary, judged, casePath});
    else
      await printLines(
        output,
        layoutBatch({summary, judged, cwd, seconds, caseOption: option}, output.width),
      );
    return chooseExit(context, summary, judged);
  } finally {
    await reader.close();
  }
};

async function read(
  context: CommandContext,
  {
    paths,
    casePath,
    sinceUs,
  }: {
    readonly paths: readonly string[];
    readonly casePath: string;
    readonly sinceUs: number | undefined;
  },
): Promise<BatchSummary> {
  const {args, output, cwd, signal} = context;
  const jobs = readCount(args, 'jobs', 0) ?? availableParallelism();
  const format = readText(args, 'format');
  const map = await readMapFile(context);
  const talk = createBatchTalk(output, {cwd, clockMs: () => performance.now()});
  const writer = CaseWriter.open(casePath, {
    onWait: (message) => {
      output.talk(`whatbroke: ${message}\n`);
    },
  });
  try {
    const summary = await runBatch({
      paths,
      casePath,
      writer,
      startWorker: jobs === 0 ? startInProcess : startProcess,
      workers: Math.max(1, jobs),
      ...(format === undefined ? {} : {format}),
      ...(map === undefined ? {} : {map}),
      ...(sinceUs === undefined ? {} : {sinceMs: sinceUs / 1000}),
      patterns: {
        include: splitPatterns(readText(args, 'include')),
        exclude: splitPatterns(readText(args, 'exclude')),
      },
      tool: readTool().version,
      signal,
      tell: (event) => {
        talk.tell(event);
      },
    });
    refuseNothing(summary);
    return summary;
  } finally {
    talk.clear();
    closeWriter(writer, casePath);
  }
}

/** Closing writes as well: on a full disk it fails like the rest. @throws UserError */
function closeWriter(writer: CaseWriter, casePath: string): void {
  try {
    writer.close();
  } catch (error) {
    throw explainSqliteError(error, casePath);
  }
}

/** @throws UserError where nothing of what was named could be read */
function refuseNothing({counts, skipped}: BatchSummary): void {
  if (counts.read + counts.unchanged > 0) return;
  if (skipped.some(({kind}) => kind === 'duplicate')) return;
  const why = skipped[0]?.reason ?? 'there is no file';
  throw new UserError(`nothing could be read: ${why}`, {
    next: 'name folders, archives or log files',
  });
}

/** Runs of these sources, in order of time, then id; those that ended before `sinceUs` left out. */
async function readRuns(
  reader: TraceReader,
  sources: ReadonlySet<string>,
  sinceUs: number | undefined,
): Promise<readonly JudgedRun[]> {
  const judged: JudgedRun[] = [];
  for (const summary of await reader.runs()) {
    if (!summary.sources.some((source) => sources.has(source))) continue;
    const endUs = summary.endUs ?? summary.startUs;
    if (sinceUs !== undefined && endUs !== undefined && endUs < sinceUs) continue;
    const {info, warning, critical} = summary.findings;
    const findings = info + warning + critical > 0 ? await reader.findings(summary.id) : [];
    judged.push({run: summary, findings});
  }
  return judged.sort((a, b) => compareRuns(a.run, b.run));
}

function compareRuns(a: RunSummary, b: RunSummary): number {
  const [one, other] = [a.startUs ?? Infinity, b.startUs ?? Infinity];
  if (one !== other) return one < other ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

async function writeBatchJson(
  {output}: CommandContext,
  {
    summary,
    judged,
    casePath,
  }: {
    readonly summary: BatchSummary;
    readonly judged: readonly JudgedRun[];
    readonly casePath: string;
  },
): Promise<void> {
  const {counts, skipped, lost} = summary;
  const head = {case: casePath, files: counts, skipped, lostRuns: lost};
  await writeJsonList(output, 'batch', {head, name: 'runs', items: toItems(judged)});
}

async function* toItems(judged: readonly JudgedRun[]): AsyncGenerator<object> {
  for (const {run: summary, findings} of judged) {
    yield await Promise.resolve({
      id: summary.id,
      source: summary.sources[0] ?? '',
      format: summary.formats[0] ?? '',
      sources: summary.sources,
      formats: summary.formats,
      outcome: summary.outcome.value,
      outcomeSaidBy: summary.outcome.saidBy,
      ...(summary.name === undefined ? {} : {name: summary.name}),
      ...(summary.startUs === undefined ? {} : {startUs: summary.startUs}),
      ...(summary.endUs === undefined ? {} : {endUs: summary.endUs}),
      steps: summary.steps,
      findings: findings.map(({id, rule, severity}) => ({id, rule, severity})),
    });
  }
}

function chooseExit(
  {args}: CommandContext,
  summary: BatchSummary,
  judged: readonly JudgedRun[],
): number {
  const isNamedLost = summary.skipped.some(({kind}) => kind === 'named');
  if (isNamedLost || (readFlag(args, 'strict') && summary.hasLoss)) return EXIT.usage;
  return chooseExitCode(
    args,
    judged.flatMap(({findings}) => findings),
  );
}
