import {once} from 'node:events';
import {chooseStyleLevel, createPainter, type Painter} from '../text/style.js';

/** Raised inside the program when the reader of our output has gone (`| head -1`): ends quietly. */
export class OutputClosed extends Error {}

/** stdout is data, stderr is talk; nothing else writes to either. */
export interface Output {
  /** Resolves when more may be written; rejects with OutputClosed once nobody reads. */
  data(text: string): Promise<void>;
  talk(text: string): void;
  readonly dataIsTerminal: boolean;
  readonly talkIsTerminal: boolean;
  /** Columns to lay text out for. */
  readonly width: number;
  readonly paint: Painter;
  readonly paintTalk: Painter;
}

/** Where there is no terminal to ask: the width every terminal has. */
const DEFAULT_WIDTH = 80;
/** Longer lines are hard to read, whatever the terminal offers. */
const MAX_WIDTH = 120;
const MIN_WIDTH = 40;

export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly noColor: boolean;
}

export function createOutput({stdout, stderr, env, noColor}: OutputStreams): Output {
  const isTerminal = stdout.isTTY;
  const colours = noColor ? {NO_COLOR: '1'} : env;
  let closed = false;
  const isClosed = (): boolean => closed;
  const onError = (error: NodeJS.ErrnoException): void => {
    if (error.code !== 'EPIPE') throw error;
    closed = true;
  };
  stdout.on('error', onError);
  stderr.on('error', onError);
  const columns = isTerminal ? stdout.columns : DEFAULT_WIDTH;
  return {
    async data(text) {
      if (isClosed()) throw new OutputClosed();
      if (stdout.write(text)) return;
      try {
        await untilWritable(stdout);
      } catch (error) {
        // The reader went while we waited: the wait fails with the error that `onError` has seen.
        throw isClosed() ? new OutputClosed() : error;
      }
    },
    talk(text) {
      if (!isClosed()) stderr.write(text);
    },
    dataIsTerminal: isTerminal,
    talkIsTerminal: stderr.isTTY,
    width: Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, columns || DEFAULT_WIDTH)),
    paint: createPainter(chooseStyleLevel(colours, isTerminal)),
    paintTalk: createPainter(chooseStyleLevel(colours, stderr.isTTY)),
  };
}

/** Takes its listeners off again: one write of many would leave one behind each. */
async function untilWritable(stream: NodeJS.WriteStream): Promise<void> {
  const waiting = new AbortController();
  const {signal} = waiting;
  try {
    await Promise.race([once(stream, 'drain', {signal}), once(stream, 'close', {signal})]);
  } finally {
    waiting.abort();
  }
}
