import {EventEmitter} from 'node:events';
import {PassThrough} from 'node:stream';
import xterm from '@xterm/headless';
import {runReplay, type ReplayOptions} from '../../src/tui/run-replay.js';
import {createFakeReader, type FakeRun} from '../helpers/fake-reader.js';

/** How long a screen may take to appear before a test gives up. */
const DEADLINE_MS = 30_000;
const POLL_MS = 5;

/** The whole app in a terminal emulator: real keys in, a real screen out. */
export interface VirtualTerminal {
  readonly press: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly lines: () => readonly string[];
  /** Waits until the screen satisfies `isThere`; fails with the screen in the message. */
  readonly waitFor: (isThere: (screen: string) => boolean) => Promise<readonly string[]>;
  /** Everything written so far. */
  readonly written: () => string;
  readonly isAlternate: () => boolean;
  readonly isRaw: () => boolean;
  /** Resolves when the app has ended and the emulator has taken in all it wrote. */
  readonly done: Promise<void>;
}

export function startReplay(
  fake: FakeRun,
  size: {readonly columns: number; readonly rows: number},
  options: Partial<ReplayOptions> = {},
): VirtualTerminal {
  const screen = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    allowProposedApi: true,
    scrollback: 1000,
  });
  let written = '';
  let raw = false;
  const stdout = Object.assign(new EventEmitter(), {
    columns: size.columns,
    rows: size.rows,
    isTTY: true,
    write: (text: string): boolean => {
      written += text;
      screen.write(text);
      return true;
    },
  });
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode: (mode: boolean) => {
      raw = mode;
    },
    ref: () => undefined,
    unref: () => undefined,
  });
  const lines = (): readonly string[] => {
    const buffer = screen.buffer.active;
    return Array.from({length: screen.rows}, (_unused, row) =>
      (buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '').trimEnd(),
    );
  };
  const done = runReplay({
    reader: createFakeReader(fake),
    runId: 'run-1',
    stdin: stdin as unknown as NodeJS.ReadStream,
    stdout: stdout as unknown as NodeJS.WriteStream,
    ascii: false,
    colour: false,
    ...options,
  });
  return {
    press: (keys) => stdin.write(keys),
    resize: (columns, rows) => {
      screen.resize(columns, rows);
      Object.assign(stdout, {columns, rows});
      stdout.emit('resize');
    },
    lines,
    waitFor: async (isThere) => {
      const endMs = performance.now() + DEADLINE_MS;
      while (performance.now() < endMs) {
        if (isThere(lines().join('\n'))) return lines();
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      throw new Error(`the screen never came; last seen:\n${lines().join('\n')}`);
    },
    written: () => written,
    isAlternate: () => screen.buffer.active.type === 'alternate',
    isRaw: () => raw,
    done: done.then(
      () =>
        new Promise((resolve) => {
          screen.write('', resolve);
        }),
    ),
  };
}
