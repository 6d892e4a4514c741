import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {fileURLToPath} from 'node:url';
import type {SqlFault} from './explain-sql-error.js';
import type {QueryCell, QueryReply, QueryRequest} from './protocol.js';

export type QueryEnd =
  | {readonly kind: 'done'}
  /** The row limit cut the result. */
  | {readonly kind: 'row-limit'}
  /** The process was killed at the time limit. */
  | {readonly kind: 'time-limit'}
  | {readonly kind: 'refused'; readonly reason: string}
  | {readonly kind: 'fault'; readonly fault: SqlFault; readonly nearest: string | undefined}
  /** The process ended without an answer, e.g. out of memory. */
  | {readonly kind: 'crashed'; readonly reason: string};

/** What comes of a query, in order: the columns, rows in batches, and last how it ended. */
export type QueryPart =
  | {readonly kind: 'columns'; readonly columns: readonly string[]}
  | {readonly kind: 'rows'; readonly rows: readonly (readonly QueryCell[])[]}
  | {readonly kind: 'end'; readonly end: QueryEnd};

const CHILD = fileURLToPath(new URL('./query-child.js', import.meta.url));
/** JavaScript memory of the process; rows are passed on in batches, so little is needed. */
const HEAP_MB = 512;

/**
 * Runs one reading statement in a process of its own, and kills that process at the limit, when the
 * caller stops asking, or when `signal` aborts. Nothing is left running when the iteration has ended.
 */
export async function* runQuery(
  request: QueryRequest,
  signal: AbortSignal,
): AsyncGenerator<QueryPart> {
  signal.throwIfAborted();
  const child = fork(CHILD, [], {
    execArgv: [`--max-old-space-size=${String(HEAP_MB)}`],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const inbox = new Inbox(child);
  const closed = once(child, 'close');
  const limit = {isOver: false};
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  const timer = setTimeout(() => {
    limit.isOver = true;
    kill();
  }, request.limitMs);
  signal.addEventListener('abort', kill, {once: true});
  try {
    child.send(request);
    for await (const reply of inbox) {
      const part = toPart(reply);
      yield part;
      if (part.kind === 'end') return;
      if (part.kind === 'rows' && child.connected) child.send('more');
    }
    await closed;
    signal.throwIfAborted();
    const end: QueryEnd = limit.isOver
      ? {kind: 'time-limit'}
      : {kind: 'crashed', reason: inbox.errorText() || 'it ended without an answer'};
    yield {kind: 'end', end};
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', kill);
    kill();
    await closed;
  }
}

function toPart(reply: QueryReply): QueryPart {
  switch (reply.kind) {
    case 'columns':
    case 'rows':
      return reply;
    case 'end':
      return {kind: 'end', end: {kind: reply.more ? 'row-limit' : 'done'}};
    case 'refused':
    case 'fault':
      return {kind: 'end', end: reply};
  }
}

/** Replies of the child as they come; ends when the child is gone. */
class Inbox implements AsyncIterable<QueryReply> {
  readonly #waiting: QueryReply[] = [];
  #isOver = false;
  #error = '';
  #wake: (() => void) | undefined;

  constructor(child: ChildProcess) {
    child.on('message', (message) => {
      this.#waiting.push(message as QueryReply);
      this.#wake?.();
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#error = (this.#error + text).slice(-2000);
    });
    const end = (): void => {
      this.#isOver = true;
      this.#wake?.();
    };
    child.on('disconnect', end);
    child.on('error', end);
  }

  errorText(): string {
    return this.#error.trim().split('\n').at(-1) ?? '';
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<QueryReply> {
    for (;;) {
      for (let reply = this.#waiting.shift(); reply !== undefined; reply = this.#waiting.shift()) {
        yield reply;
      }
      if (this.#isOver) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
