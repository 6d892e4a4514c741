import type {BatchLedger, LiveSource} from '../store/batch-ledger.js';
import type {CaseSink} from '../store/case-sink.js';
import {WorkerCrash, type Crew} from './crew.js';
import {forEachParallel} from './for-each.js';
import {planTasks, type Plan, type PlannedTask, type PlanOptions} from './plan.js';
import type {BatchEvent, SkippedInput} from './progress.js';
import {SourceInbox, type InboxContext} from './source-inbox.js';
import {Turns} from './turns.js';
import type {CandidateData, TaskEnd} from './worker/protocol.js';

/** Begins the reason of a duplicate; the path of the other file follows. */
export const SAME_CONTENT = 'same content as ';
/** Crashes after which a file is set aside. */
const MAX_CRASHES = 2;
/** Tasks begun for each worker: one at work, one whose facts are still being written. */
const TASKS_PER_WORKER = 2;

export interface ReadPhaseOptions {
  readonly planOptions: PlanOptions;
  readonly crew: Crew;
  readonly workers: number;
  readonly sink: CaseSink;
  readonly ledger: BatchLedger;
  /** Told every source that the plan holds, those of archives as they are opened. */
  readonly onPlanned: (paths: readonly string[]) => void;
  /** Version of the program: what it set aside, the next one tries again. */
  readonly tool: string;
  readonly format: string | undefined;
  readonly map: string | undefined;
  readonly signal: AbortSignal;
  readonly tell: (event: BatchEvent) => void;
}

/** Reads every planned file into the case. @throws the abort reason, or what the store threw */
export async function readPlan(plan: Plan, options: ReadPhaseOptions): Promise<void> {
  await new ReadPhase(plan, options).run();
}

class ReadPhase {
  readonly #plan: Plan;
  readonly #options: ReadPhaseOptions;
  readonly #inboxContext: InboxContext;
  /** Live sources by size, those of earlier batches. */
  readonly #bySize = new Map<number, LiveSource[]>();
  #failure: {readonly error: unknown} | undefined;
  #bytesTotal: number;
  #bytesDone = 0;
  #filesDone = 0;
  /** Bytes of the tasks that run. */
  readonly #partial = new Map<string, number>();
  readonly #planned = new Set<string>();

  constructor(plan: Plan, options: ReadPhaseOptions) {
    this.#plan = plan;
    this.#options = options;
    this.#bytesTotal = plan.bytesTotal;
    for (const source of options.ledger.liveSources()) {
      const others = this.#bySize.get(source.totalBytes);
      if (others === undefined) this.#bySize.set(source.totalBytes, [source]);
      else others.push(source);
    }
    this.#inboxContext = {
      sink: options.sink,
      turns: new Turns(),
      twinsOf: (candidate) => this.#findTwins(candidate),
      onFailure: (error) => {
        this.#failure ??= {error};
        options.crew.end();
      },
    };
  }

  async run(): Promise<void> {
    const {ledger, planOptions, crew, signal, workers} = this.#options;
    this.#addSources(this.#plan.files.map(({path}) => path));
    const aside = ledger.readSetAside();
    const onAbort = (): void => {
      crew.end();
    };
    signal.addEventListener('abort', onAbort, {once: true});
    try {
      const tasks = planTasks(this.#plan, {
        ...planOptions,
        onMembers: (paths, archiveBytes) => {
          this.#addSources(paths);
          this.#bytesTotal -= archiveBytes;
        },
      });
      await forEachParallel(tasks, workers * TASKS_PER_WORKER, async (planned) => {
        const {task} = planned;
        if (task.kind === 'member') this.#bytesTotal += task.sizeBytes;
        try {
          const known = aside.get(task.path);
          if (known?.sizeBytes === task.sizeBytes && known.tool === this.#options.tool) {
            this.#skip({path: task.path, reason: known.reason, kind: 'set-aside'});
          } else await this.#readTask(planned, known !== undefined);
        } finally {
          await planned.release();
        }
        this.#endTask(task.path, task.sizeBytes);
      });
    } catch (error) {
      // What is killed on an abort or a failure ends as a crash: the cause is the other one.
      signal.throwIfAborted();
      throw this.#failure?.error ?? error;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
    this.#dropDuplicates();
  }

  #addSources(paths: readonly string[]): void {
    this.#options.ledger.planSources(paths);
    this.#options.onPlanned(paths);
    for (const path of paths) this.#planned.add(path);
  }

  async #readTask(planned: PlannedTask, wasAside: boolean): Promise<void> {
    const {ledger, tool, signal} = this.#options;
    const {path, sizeBytes} = planned.task;
    for (let crashes = 1; ; crashes++) {
      try {
        this.#settle(planned, await this.#tryTask(planned));
        if (wasAside) ledger.takeBack(path);
        return;
      } catch (error) {
        signal.throwIfAborted();
        if (!(error instanceof WorkerCrash) || this.#failure !== undefined) throw error;
        this.#options.tell({kind: 'worker-crash', path, how: error.how});
        if (crashes < MAX_CRASHES) continue;
        const reason = `${path}: set aside: its worker ended twice (${error.how})`;
        ledger.setAside({path, sizeBytes, tool, reason});
        this.#skip({path, reason, kind: 'set-aside'});
        return;
      }
    }
  }

  /** @throws WorkerCrash */
  async #tryTask({task, findSibling}: PlannedTask): Promise<TaskEnd> {
    const {crew, format, map} = this.#options;
    let inbox: SourceInbox | undefined;
    try {
      const end = await crew.do(
        {
          kind: 'read',
          task,
          ...(format === undefined ? {} : {format}),
          ...(map === undefined ? {} : {map}),
        },
        (message, send) => {
          if (message.kind === 'progress') this.#progress(task.path, message.bytesDone);
          else if (message.kind === 'sibling') {
            void (findSibling?.(message.path) ?? Promise.resolve(undefined))
              .catch(() => undefined)
              .then((packed) => {
                send({kind: 'sibling-reply', packed});
              });
          } else {
            inbox ??= new SourceInbox(this.#inboxContext, send);
            inbox.take(message);
          }
        },
      );
      if (end.kind === 'broke') await inbox?.abandon();
      else await inbox?.written();
      return end;
    } catch (error) {
      await inbox?.abandon();
      throw error;
    }
  }

  #settle({task}: PlannedTask, end: TaskEnd): void {
    if (end.kind === 'broke') {
      // A bug of ours: told in full, kept out of the case, and no reason to stop.
      const [first = ''] = end.message.split('\n');
      const reason = `${task.path}: this is a bug in whatbroke, please report it: ${first}`;
      this.#skip({path: task.path, reason, kind: 'unreadable'});
      return;
    }
    if (end.kind !== 'read') return;
    for (const source of end.sources) this.#options.tell({kind: 'read', source});
    for (const {path, reason} of end.skipped) {
      const kind = reason.startsWith(SAME_CONTENT) ? 'duplicate' : 'unreadable';
      this.#skip({path, reason, kind});
    }
  }

  #skip(skip: SkippedInput): void {
    this.#options.tell({kind: 'skipped', skip});
  }

  #progress(path: string, bytes: number): void {
    this.#partial.set(path, bytes);
    this.#report();
  }

  #endTask(path: string, sizeBytes: number): void {
    this.#partial.delete(path);
    this.#bytesDone += sizeBytes;
    this.#filesDone++;
    this.#report();
  }

  #report(): void {
    let running = 0;
    for (const bytes of this.#partial.values()) running += bytes;
    const bytesTotal = this.#bytesTotal;
    this.#options.tell({
      kind: 'reading',
      bytesDone: Math.min(this.#bytesDone + running, bytesTotal),
      bytesTotal,
      filesDone: this.#filesDone,
    });
  }

  /** Those with an earlier place in the plan: of equal files the first one is read, whoever comes first. */
  #findTwins({path, sizeBytes}: CandidateData): readonly LiveSource[] {
    const same = this.#bySize.get(sizeBytes);
    if (same === undefined || sizeBytes === 0) return [];
    const own = this.#options.ledger.sourceId(path) ?? Infinity;
    return same.filter(({id}) => id < own);
  }

  /** Files with the same bytes that were read side by side: all but the first leave the case again. */
  #dropDuplicates(): void {
    const first = new Map<string, string>();
    for (const {
      id,
      path,
      parserId,
      totalBytes,
      totalSha256,
    } of this.#options.ledger.liveSources()) {
      if (!this.#planned.has(path)) continue;
      const key = `${parserId} ${totalSha256}`;
      const earlier = first.get(key);
      if (earlier === undefined || totalBytes === 0) {
        first.set(key, path);
        continue;
      }
      this.#options.ledger.dropSource(id);
      this.#skip({path, reason: SAME_CONTENT + earlier, kind: 'duplicate'});
    }
  }
}
