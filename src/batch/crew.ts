import {assert} from '../model/assert.js';
import type {StartWorker, WorkerHandle} from './worker/port.js';
import {isTaskEnd, type FromWorker, type TaskEnd, type ToWorker} from './worker/protocol.js';

/** The worker ended in the middle of a task: killed, out of memory, crashed. */
export class WorkerCrash extends Error {
  /** `signal SIGKILL`, `exit code 134`. */
  readonly how: string;
  constructor(how: string) {
    super(`the worker ended: ${how}`);
    this.how = how;
  }
}

export type WorkerMessage = Exclude<FromWorker, TaskEnd | {readonly kind: 'ready'}>;
type Send = (message: ToWorker) => void;

interface Member {
  readonly worker: WorkerHandle;
  onMessage: (message: FromWorker) => void;
  onExit: (how: string) => void;
  hasWorked: boolean;
}

/** Starts in a row that came to nothing: then it is not the files. */
const MAX_FAILED_STARTS = 3;

/** Workers that do one task each; one that dies is replaced when the next task comes. */
export class Crew {
  readonly #start: StartWorker;
  readonly #maxMembers: number;
  readonly #free: Member[] = [];
  readonly #all = new Set<Member>();
  readonly #waiting: (() => void)[] = [];
  #failedStarts = 0;
  #isEnded = false;

  constructor(start: StartWorker, maxMembers: number) {
    this.#start = start;
    this.#maxMembers = Math.max(1, maxMembers);
  }

  /**
   * Does one task on the next free worker. `onMessage` hears its questions, with a way to answer.
   *
   * @throws WorkerCrash; an error of ours when no worker can be started at all
   */
  async do(
    request: ToWorker,
    onMessage: (message: WorkerMessage, send: Send) => void,
  ): Promise<TaskEnd> {
    const member = await this.#take();
    const send: Send = (message) => {
      member.worker.send(message);
    };
    return new Promise((resolve, reject) => {
      member.onMessage = (message) => {
        member.hasWorked = true;
        this.#failedStarts = 0;
        if (message.kind === 'ready') return;
        if (!isTaskEnd(message)) {
          onMessage(message, send);
          return;
        }
        this.#giveBack(member);
        resolve(message);
      };
      member.onExit = (how) => {
        this.#lose(member);
        if (!this.#isEnded && !member.hasWorked && ++this.#failedStarts >= MAX_FAILED_STARTS) {
          reject(new Error(`no worker can be started: ${how}`));
        } else reject(new WorkerCrash(how));
      };
      send(request);
    });
  }

  /** Ends all workers at once; tasks that run, and those that wait for a worker, end as a crash. */
  end(): void {
    this.#isEnded = true;
    for (const member of [...this.#all]) {
      member.worker.kill();
      member.onExit('stopped');
    }
    for (const go of this.#waiting.splice(0)) go();
  }

  async #take(): Promise<Member> {
    for (;;) {
      if (this.#isEnded) throw new WorkerCrash('stopped');
      const free = this.#free.pop();
      if (free !== undefined) return free;
      if (this.#all.size < this.#maxMembers) return this.#hire();
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  #hire(): Member {
    const worker = this.#start();
    const member: Member = {
      worker,
      hasWorked: false,
      onMessage: () => {
        member.hasWorked = true;
      },
      onExit: () => {
        this.#lose(member);
      },
    };
    worker.onMessage((message) => {
      // What a worker that was ended had sent before may still come.
      if (this.#all.has(member)) member.onMessage(message);
    });
    worker.onExit((how) => {
      member.onExit(how);
    });
    this.#all.add(member);
    return member;
  }

  #giveBack(member: Member): void {
    member.onMessage = () => undefined;
    member.onExit = () => {
      this.#lose(member);
    };
    assert(this.#all.has(member), 'a worker that is lost does no task');
    this.#free.push(member);
    this.#waiting.shift()?.();
  }

  #lose(member: Member): void {
    this.#all.delete(member);
    const at = this.#free.indexOf(member);
    if (at >= 0) this.#free.splice(at, 1);
    this.#waiting.shift()?.();
  }
}
