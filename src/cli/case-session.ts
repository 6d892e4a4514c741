import type {IngestSummary} from '../ingest/ingest.js';
import type {RunSummary, TraceReader} from '../replay/reader.js';
import {UserError} from '../model/user-error.js';
import {CaseReader} from '../store/case-reader.js';
import type {SourceHealth} from '../store/source-health.js';
import {readFlag, readText, readTexts, type Arguments} from './arguments.js';
import {chooseCasePath} from './case-path.js';
import type {CommandContext} from './command.js';
import {EXIT} from './exit-code.js';
import {refreshCase} from './refresh-case.js';
import {RunViews} from './run-views.js';
import {visible} from '../text/visible.js';
import type {LoggedAttributes} from '../store/run-attributes.js';
import type {RunView} from '../tree/run-view.js';

/** A case open for reading, after the files that were named (if any) are in it. */
export interface CaseSession {
  readonly reader: TraceReader;
  readonly cwd: string;
  readonly casePath: string;
  /** What must follow a later command so that it sees this case; empty for the default. */
  readonly caseOption: string;
  /** Runs of the named files; of the whole case where none is named. */
  runs(): Promise<readonly RunSummary[]>;
  /** A whole run, rebuilt from its facts: for guards, drafts and comparisons. O(run). Undefined = no such run. */
  view(runId: string): RunView | undefined;
  /** What is left of the records of a run: settings, tool definitions, approvals. */
  attributes(runId: string): Iterable<LoggedAttributes>;
  /** Absent where no file is named. */
  readonly ingested: IngestedFiles | undefined;
  /** 2 where `--strict` is given and data was lost, else 0. */
  readonly exitCode: number;
}

export interface IngestedFiles extends IngestSummary {
  readonly health: SourceHealth;
}

/** Ingests what is named, opens the case, does the work, and closes it whatever happens. */
export async function withCase(
  context: CommandContext,
  work: (session: CaseSession) => Promise<number>,
): Promise<number> {
  const {args, signal} = context;
  const {path, option} = chooseCasePath(args, context);
  const hasFiles = readTexts(args, 'files').length > 0;
  // Parsers and rules are half the start of the program: only a command that reads files loads them.
  const ingested = hasFiles
    ? await (await import('./bring-in.js')).bringIn(context, path)
    : undefined;
  if (!hasFiles) {
    refuseReadingOptions(args);
    await refreshCase(context, path);
  }
  const reader = CaseReader.open(path);
  const views = new RunViews(path);
  try {
    signal.throwIfAborted();
    return await work({
      reader,
      cwd: context.cwd,
      casePath: path,
      caseOption: option,
      view: (runId) => views.build(runId),
      attributes: (runId) => views.attributes(runId),
      ingested,
      exitCode: readFlag(args, 'strict') && hasLoss(ingested) ? EXIT.usage : EXIT.done,
      runs: async () => {
        const runs = await reader.runs();
        return ingested === undefined ? runs : keepRunsOf(ingested, runs);
      },
    });
  } finally {
    views.close();
    await reader.close();
  }
}

/**
 * How files are read says nothing where none is named: somebody who types `query --format csv` wants another
 * form of the rows, and would get the usual one in silence.
 */
function refuseReadingOptions(args: Arguments): void {
  for (const name of ['format', 'map']) {
    const value = readText(args, name);
    if (value === undefined) continue;
    throw new UserError(
      `--${name} ${visible(value)} says how log files are read, and none is named`,
      {
        next: '--as is the form of rows of a query, --json prints JSON',
      },
    );
  }
}

function keepRunsOf(ingested: IngestSummary, runs: readonly RunSummary[]): readonly RunSummary[] {
  const named = new Set(ingested.sources.map((source) => source.path));
  return runs.filter((run) => run.sources.some((source) => named.has(source)));
}

function hasLoss(ingested: IngestedFiles | undefined): boolean {
  if (ingested === undefined) return false;
  const {records, diagnostics} = ingested.health;
  return (
    records.refused > 0 ||
    diagnostics.some(({severity}) => severity === 'data-loss' || severity === 'error')
  );
}
