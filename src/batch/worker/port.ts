import type {FromWorker, ToWorker} from './protocol.js';

/** A worker's end of the way to the process that started it: a process, a thread or a function call. */
export interface WorkerPort {
  send(message: FromWorker): void;
  onMessage(listen: (message: ToWorker) => void): void;
}

/** The other end: one worker, wherever it runs. */
export interface WorkerHandle {
  send(message: ToWorker): void;
  onMessage(listen: (message: FromWorker) => void): void;
  /** Told once when it has ended by itself, with how: `signal SIGKILL`, `exit code 134`. */
  onExit(listen: (how: string) => void): void;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

export type StartWorker = () => WorkerHandle;
