import {parsers} from '../../parsers/index.js';
import {findParser} from '../ingest/detect-format.js';
import {BatchLedger} from '../store/batch-ledger.js';
import {CaseRuns} from '../store/case-runs.js';
import type {CaseWriter} from '../store/case-writer.js';
import {explainSqliteError} from '../store/sqlite-error.js';
import {Crew} from './crew.js';
import {judgeRuns, type LostRun} from './judge-phase.js';
import type {PathPatterns} from './path-filter.js';
import {makePlan, NOT_CHOSEN, type PlanOptions} from './plan.js';
import type {BatchEvent, SkippedInput} from './progress.js';
import {readPlan, SAME_CONTENT} from './read-phase.js';
import type {StartWorker} from './worker/port.js';

/** The parser that reads through a map. */
const MAPPED = 'mapped';

export interface BatchOptions {
  readonly paths: readonly string[];
  readonly casePath: string;
  readonly writer: CaseWriter;
  readonly startWorker: StartWorker;
  /** Workers at a time. */
  readonly workers: number;
  readonly format?: string;
  /** Text of the `--map` file. */
  readonly map?: string;
  readonly sinceMs?: number;
  readonly patterns?: PathPatterns;
  readonly tool: string;
  readonly signal: AbortSignal;
  readonly tell: (event: BatchEvent) => void;
}

/**
 * Every file that was found is in exactly one of the counts; a folder that is one log counts all of its files, an
 * archive those in it.
 */
export interface BatchCounts {
  readonly found: number;
  /** Read now: new, grown or rewritten. */
  readonly read: number;
  /** In the case already, with the same content. */
  readonly unchanged: number;
  readonly skipped: number;
}

export interface BatchSummary {
  readonly counts: BatchCounts;
  readonly bytes: number;
  readonly skipped: readonly SkippedInput[];
  readonly lost: readonly LostRun[];
  /** Sources of this batch, in the case or not. */
  readonly sources: ReadonlySet<string>;
  /** A record of some file was refused. */
  readonly hasLoss: boolean;
}

/**
 * Reads all that is named into the case, on many workers, then analyses what is new. Stopped at any moment
 * and started again it goes on: a source and a run are each written as a whole or not at all.
 *
 * @throws the abort reason; UserError of the store (a full disk)
 */
export async function runBatch(options: BatchOptions): Promise<BatchSummary> {
  const {writer, signal, workers, casePath} = options;
  const {format = options.map === undefined ? undefined : MAPPED} = options;
  const tally = new Tally(options.tell);
  const planOptions: PlanOptions = {
    paths: options.paths,
    parsers,
    named: format === undefined ? undefined : findParser(format, parsers),
    casePath,
    sinceMs: options.sinceMs,
    signal,
    ...(options.patterns === undefined ? {} : {patterns: options.patterns}),
    onSkip: ({path, reason, isNamed}) => {
      tally.tell({kind: 'skipped', skip: {path, reason, kind: toKind(reason, isNamed)}});
    },
  };
  const plan = await makePlan(planOptions);
  tally.tell({kind: 'planned', files: plan.fileCount, bytesTotal: plan.bytesTotal});
  for (const {path, files} of plan.files) tally.weigh(path, files);
  const crew = new Crew(options.startWorker, workers);
  try {
    const tell = (event: BatchEvent): void => {
      tally.tell(event);
    };
    const shared = {crew, workers, signal, tell};
    await readPlan(plan, {
      ...shared,
      planOptions,
      sink: writer.sink,
      ledger: new BatchLedger(writer.db),
      tool: options.tool,
      format,
      map: options.map,
      onPlanned: (paths) => {
        for (const path of paths) tally.sources.add(path);
      },
    });
    const lost = await judgeRuns({...shared, casePath, runs: new CaseRuns(writer.db)});
    return tally.summary(lost);
  } catch (error) {
    signal.throwIfAborted();
    throw explainSqliteError(error, casePath);
  } finally {
    crew.end();
  }
}

function toKind(reason: string, isNamed: boolean): SkippedInput['kind'] {
  if (isNamed) return 'named';
  if (reason.endsWith(NOT_CHOSEN)) return 'not-chosen';
  return reason.endsWith('before --since') ? 'too-old' : 'unreadable';
}

class Tally {
  readonly sources = new Set<string>();
  readonly #tell: (event: BatchEvent) => void;
  readonly #read = new Set<string>();
  readonly #unchanged = new Set<string>();
  readonly #skipped = new Map<string, SkippedInput>();
  /** Files of the sources that are more than one. */
  readonly #weights = new Map<string, number>();
  #bytes = 0;
  #hasLoss = false;

  constructor(tell: (event: BatchEvent) => void) {
    this.#tell = tell;
  }

  weigh(path: string, files: number): void {
    if (files !== 1) this.#weights.set(path, files);
  }

  tell(event: BatchEvent): void {
    if (event.kind === 'read') {
      const {path, kind, counts, diagnostics} = event.source;
      if (kind === 'unchanged') this.#unchanged.add(path);
      else this.#read.add(path);
      const isLost = diagnostics.some(
        ({severity}) => severity === 'data-loss' || severity === 'error',
      );
      if (counts.refused > 0 || isLost) this.#hasLoss = true;
    } else if (event.kind === 'skipped') {
      const {path} = event.skip;
      this.#read.delete(path);
      this.#unchanged.delete(path);
      this.#skipped.set(path, event.skip);
      // Its runs are in the case under another name: they are of this batch all the same.
      if (event.skip.kind === 'duplicate') {
        this.sources.add(event.skip.reason.slice(SAME_CONTENT.length));
      }
    } else if (event.kind === 'reading') this.#bytes = event.bytesTotal;
    this.#tell(event);
  }

  summary(lost: readonly LostRun[]): BatchSummary {
    const skipped = [...this.#skipped.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
    const [read, unchanged] = [this.#count(this.#read), this.#count(this.#unchanged)];
    const unread = this.#count(skipped.map(({path}) => path));
    return {
      counts: {found: read + unchanged + unread, read, unchanged, skipped: unread},
      bytes: this.#bytes,
      skipped,
      lost,
      sources: this.sources,
      hasLoss: this.#hasLoss,
    };
  }

  #count(paths: Iterable<string>): number {
    let files = 0;
    for (const path of paths) files += this.#weights.get(path) ?? 1;
    return files;
  }
}
