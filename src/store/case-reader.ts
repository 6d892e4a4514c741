import type Database from 'better-sqlite3';
import type {TimeBasis} from '../model/kinds.js';
import {NO_NOTES, type RunNotes} from '../replay/notes.js';
import type {RunOverview} from '../replay/overview.js';
import type {
  FoundSteps,
  PlaceRange,
  PromptChange,
  RunSummary,
  StepDetail,
  StepRow,
  StepSearch,
  StoredFinding,
  TraceReader,
  TreeRow,
  TreeView,
  TreeWindow,
} from '../replay/reader.js';
import type {RunOutcome} from '../tree/run-view.js';
import {OUTCOMES} from '../tree/step-table.js';
import {CHUNK_ROWS} from './chunk-layout.js';
import {ChunkReader} from './chunk-reader.js';
import {FactSteps} from './fact-steps.js';
import {StepFinder} from './find-steps.js';
import {openCaseForReading} from './open-case.js';
import {readPromptChange} from './prompt-change.js';
import * as sql from './queries/replay.js';
import {readNotes} from './read-notes.js';
import {readOverview} from './run-parts.js';
import {findStepAtTime} from './step-at-time.js';
import {findFoldedBehind, TreeWindowReader} from './tree-window.js';
import {readStepDetail} from './read-step-detail.js';
import {StepRowReader} from './read-step-rows.js';
import {readParentPath, readTreeRows} from './read-tree-rows.js';

/** Rows of one call, as the reader interface promises. */
const MAX_ROWS = 1000;
const ERROR = OUTCOMES.indexOf('error');

interface RunRow {
  readonly id: number;
  readonly run_id: string;
  readonly name: string | null;
  readonly agents: string;
  readonly sources: string;
  readonly formats: string;
  readonly time_basis: TimeBasis;
  readonly start_us: number | null;
  readonly end_us: number | null;
  readonly spans: number;
  readonly steps: number;
  readonly tree_rows: number;
  readonly llm_calls: number;
  readonly tool_calls: number;
  readonly errors: number;
  readonly max_depth: number;
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  readonly cached_read_tokens: number | null;
  readonly outcome: RunOutcome['value'];
  readonly outcome_said_by: string;
  readonly findings_info: number;
  readonly findings_warning: number;
  readonly findings_critical: number;
}

/** The stored analysis, by range: the replay and the commands read it through TraceReader. */
export class CaseReader implements TraceReader {
  readonly #db: Database.Database;
  readonly #isOwner: boolean;
  readonly #chunks: ChunkReader;
  readonly #rows: StepRowReader;
  readonly #finder: StepFinder;
  readonly #factSteps: FactSteps;
  readonly #findings = new Map<number, readonly StoredFinding[]>();
  #dataVersion = '';

  /** @param db stays open when the reader is closed. */
  constructor(db: Database.Database, options: {readonly isOwner: boolean} = {isOwner: false}) {
    this.#db = db;
    this.#isOwner = options.isOwner;
    this.#chunks = new ChunkReader(db);
    this.#rows = new StepRowReader(db, this.#chunks);
    this.#finder = new StepFinder(db, this.#rows);
    this.#factSteps = new FactSteps(db);
  }

  /** @throws UserError if there is no case, or it cannot be read. */
  static open(path: string): CaseReader {
    return new CaseReader(openCaseForReading(path), {isOwner: true});
  }

  runs(): Promise<readonly RunSummary[]> {
    return this.#answer(() => (this.#db.prepare(sql.LIST_RUNS).all() as RunRow[]).map(toSummary));
  }

  run(runId: string): Promise<RunSummary | undefined> {
    return this.#answer(() => {
      const row = this.#readRun(runId);
      return row === undefined ? undefined : toSummary(row);
    });
  }

  steps(runId: string, from: number, to: number): Promise<readonly StepRow[]> {
    return this.#answerAtOnce(() => {
      const run = this.#readRun(runId);
      const rows: StepRow[] = [];
      if (run === undefined) return rows;
      const first = Math.max(0, from);
      const end = Math.min(to, run.steps, first + MAX_ROWS);
      const findings = this.#readFindings(run);
      for (let step = first; step < end; step++) {
        const place = this.#rows.place({key: run.id, steps: run.steps}, step);
        if (place !== undefined) rows.push(this.#rows.read(place, step, findings));
      }
      return rows;
    });
  }

  step(runId: string, step: number, textLimit: number): Promise<StepDetail | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return undefined;
      const place = this.#rows.place({key: run.id, steps: run.steps}, step);
      if (place === undefined) return undefined;
      const tree = {key: run.id, treeRows: run.tree_rows};
      const parentPath = readParentPath(this.#chunks, tree, place.chunk.get('pre', place.index));
      const findings = this.#readFindings(run);
      return readStepDetail(this.#db, this.#rows, {
        place,
        number: step,
        findings,
        parentPath,
        textLimit,
      });
    });
  }

  tree(
    runId: string,
    options: {
      readonly fromPre: number;
      readonly limit: number;
      readonly fold: boolean;
      readonly maxDepth?: number;
    },
  ): Promise<readonly TreeRow[]> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return [];
      const limit = Math.min(options.limit, MAX_ROWS);
      const tree = {key: run.id, treeRows: run.tree_rows};
      return readTreeRows(this.#chunks, tree, {...options, limit});
    });
  }

  findings(runId: string): Promise<readonly StoredFinding[]> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      return run === undefined ? [] : this.#readFindings(run);
    });
  }

  nextError(runId: string, from: number, forward: boolean): Promise<number | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined || run.steps === 0) return undefined;
      if (forward ? from >= run.steps : from < 0) return undefined;
      const start = Math.min(Math.max(0, from), run.steps - 1);
      const own = Math.floor(start / CHUNK_ROWS);
      const found = this.#findError(run, own, {from: start % CHUNK_ROWS, forward});
      if (found !== undefined) return found;
      const statement = forward ? sql.NEXT_ERROR_CHUNK : sql.PREVIOUS_ERROR_CHUNK;
      const chunk = this.#db.prepare(statement).pluck().get(run.id, own);
      if (typeof chunk !== 'number') return undefined;
      return this.#findError(run, chunk, {from: forward ? 0 : CHUNK_ROWS - 1, forward});
    });
  }

  overview(runId: string): Promise<RunOverview | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      return run === undefined ? undefined : readOverview(this.#db, run.id);
    });
  }

  /** In a later turn: before each piece of a search keys and frames come in. */
  async find(runId: string, search: StepSearch): Promise<FoundSteps> {
    await new Promise((resolve) => setImmediate(resolve));
    return this.#answerAtOnce(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return {steps: [], next: undefined};
      const findings = this.#readFindings(run);
      return this.#finder.find({key: run.id, steps: run.steps, findings}, search);
    });
  }

  stepOfSpan(runId: string, spanId: string): Promise<number | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      return run === undefined ? undefined : this.#factSteps.inRun(run.id, spanId);
    });
  }

  stepAtTime(runId: string, timeUs: number): Promise<number | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return undefined;
      return findStepAtTime(this.#rows, {key: run.id, steps: run.steps}, timeUs);
    });
  }

  treeAround(
    runId: string,
    window: {
      readonly pre: number;
      readonly before: number;
      readonly after: number;
      readonly view: TreeView;
    },
  ): Promise<TreeWindow> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return {rows: [], isFirst: true, isLast: true};
      const tree = {key: run.id, treeRows: run.tree_rows};
      const reader = new TreeWindowReader(this.#chunks, tree, window.view);
      return reader.around(window.pre, window.before, window.after);
    });
  }

  foldedBehind(runId: string, pre: number): Promise<PlaceRange | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return undefined;
      return findFoldedBehind(this.#chunks, {key: run.id, treeRows: run.tree_rows}, pre);
    });
  }

  promptChange(runId: string, step: number): Promise<PromptChange | undefined> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      if (run === undefined) return undefined;
      return readPromptChange(this.#rows, {key: run.id, steps: run.steps}, step);
    });
  }

  notes(runId: string): Promise<RunNotes> {
    return this.#answer(() => {
      const run = this.#readRun(runId);
      return run === undefined ? NO_NOTES : readNotes(this.#db, this.#factSteps, run.id);
    });
  }

  close(): Promise<void> {
    return this.#answer(() => {
      this.#finder.forget();
      if (this.#isOwner) this.#db.close();
    });
  }

  #findError(
    run: RunRow,
    chunk: number,
    where: {readonly from: number; readonly forward: boolean},
  ): number | undefined {
    const steps = this.#chunks.steps(run.id, chunk, run.steps);
    const by = where.forward ? 1 : -1;
    for (let at = where.from; at >= 0 && at < CHUNK_ROWS; at += by) {
      if (steps?.get('outcome', at) === ERROR) return chunk * CHUNK_ROWS + at;
    }
    return undefined;
  }

  #readRun(runId: string): RunRow | undefined {
    // Writes of other connections, and of this one where the writer shares it.
    const others = this.#db.pragma('data_version', {simple: true});
    const own = this.#db.prepare(sql.READ_OWN_CHANGES).pluck().get();
    const version = `${String(others)} ${String(own)}`;
    if (version !== this.#dataVersion) {
      this.#dataVersion = version;
      this.#chunks.forget();
      this.#finder.forget();
      this.#findings.clear();
    }
    return this.#db.prepare(sql.READ_RUN).get(runId) as RunRow | undefined;
  }

  #readFindings(run: RunRow): readonly StoredFinding[] {
    const known = this.#findings.get(run.id);
    if (known !== undefined) return known;
    const details = this.#db.prepare(sql.READ_FINDINGS).pluck().all(run.id);
    const findings = details.map((text): StoredFinding => {
      const finding = JSON.parse(String(text)) as Omit<StoredFinding, 'runId'>;
      return {...finding, runId: run.run_id};
    });
    this.#findings.set(run.id, findings);
    return findings;
  }

  /** Answers in a promise, errors included. */
  #answer<T>(read: () => T): Promise<T> {
    return new Promise((resolve) => {
      resolve(read());
    });
  }

  /** For answers of many statements: each one alone would take and free the lock of the file. */
  #answerAtOnce<T>(read: () => T): Promise<T> {
    return this.#answer(this.#db.transaction(read));
  }
}

function toSummary(row: RunRow): RunSummary {
  return {
    id: row.run_id,
    name: row.name ?? undefined,
    agents: JSON.parse(row.agents) as string[],
    sources: JSON.parse(row.sources) as string[],
    formats: JSON.parse(row.formats) as string[],
    timeBasis: row.time_basis,
    startUs: row.start_us ?? undefined,
    endUs: row.end_us ?? undefined,
    spans: row.spans,
    steps: row.steps,
    llmCalls: row.llm_calls,
    toolCalls: row.tool_calls,
    errors: row.errors,
    maxDepth: row.max_depth,
    inputTokens: row.input_tokens ?? undefined,
    outputTokens: row.output_tokens ?? undefined,
    cachedReadTokens: row.cached_read_tokens ?? undefined,
    outcome: {value: row.outcome, saidBy: row.outcome_said_by},
    findings: {
      info: row.findings_info,
      warning: row.findings_warning,
      critical: row.findings_critical,
    },
  };
}
